package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function with a method of every kind, as the framework starts it. */
public final class ExampleFunction implements HttpFunction {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

  private final XrpcService service = service();

  private static XrpcService service() {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        List.of(
            Route.path("/robots.txt2", call -> Reply.text("User-agent: *\n")),
            Route.path("/robots.txt3", call -> Reply.text("User-agent: *\n")),
            Route.path("/noted", ExampleFunction::noted),
            Route.method("app.bsky.feed.getTimeline", Auth.AUTHENTICATED, ExampleFunction::echo),
            Route.method("app.bsky.feed.getAuthorFeed", Auth.OPTIONAL, ExampleFunction::fail),
            Route.method("app.bsky.feed.getPosts", Auth.PUBLIC, ExampleFunction::wrongAnswer),
            Route.method("com.atproto.server.createSession", Auth.PUBLIC, call -> Reply.empty()),
            Route.method("com.atproto.admin.getSubjectStatus", Auth.ADMIN, ExampleFunction::fail),
            Route.method("com.atproto.repo.deleteRecord", Auth.OWNER, call -> deleted())
                .withMaxInput(1000)),
        lexicons,
        new Tokens(),
        new AddressLimit(
            new InstanceCounts(InstantSource.system()),
            List.of(new RateLimit("global", 20, Duration.ofMinutes(5))),
            Map.of("/robots.txt3", List.of(new RateLimit("robots", 3, Duration.ofHours(1)))),
            InstantSource.system()),
        AnswerCheck.strict(lexicons),
        Instance.of(new StructuredLog("example", LOG, InstantSource.system())));
  }

  private static Reply noted(Call call) {
    RateLimit limit = new RateLimit("noted", 7, Duration.ofDays(1));
    CallLimits.note(new Standing(limit, 2, Instant.ofEpochSecond(4_000_000_000L)));
    return Reply.text("5 are left");
  }

  private static Reply deleted() {
    return Reply.json(JsonNodeFactory.instance.objectNode());
  }

  private static Reply echo(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("cursor", call.number("limit") + " " + call.session().did());
    answer.putArray("feed");
    return Reply.json(answer);
  }

  private static Reply fail(Call call) {
    if (call.text("actor").equals("outage.test")) {
      throw ApiExceptionFactory.createException(
          new IllegalStateException("down"), GrpcStatusCode.of(Status.Code.UNAVAILABLE), true);
    }
    if (call.text("actor").equals("blocked.test")) {
      return Refusal.of("BlockedActor", "You block them");
    }
    if (call.text("actor").endsWith(".private.test")) {
      throw new IllegalStateException(
          "no account " + call.text("actor") + ", " + call.text("cursor"));
    }
    throw new IllegalStateException("a bug");
  }

  private static Reply wrongAnswer(Call call) {
    return Reply.json(JsonNodeFactory.instance.objectNode().put("posts", "none"));
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }

  private static final class Tokens implements Authenticator {
    @Override
    public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
      String authorization = credentials.authorization();
      return authorization.equals("Bearer alice")
          ? new Authentication.Accepted(new Caller(ALICE, Grant.full(), "", Instant.EPOCH))
          : new Authentication.Rejected(Refusal.of("ExpiredToken", "Token has expired"));
    }

    @Override
    public Optional<Did> accountOf(Handle handle) {
      return handle.equals(Handle.parse("alice.test")) ? Optional.of(ALICE) : Optional.empty();
    }
  }
}

package app.tiktoktoe.xrpc;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.cloud.Work;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One request on its way through {@link XrpcService}. */
final class XrpcRequest implements Work<Reply> {
  private static final Duration ELSEWHERE = Duration.ofSeconds(1);

  private final Map<String, Route> routes;
  private final CallReader reader;
  private final AddressLimit limit;
  private final AnswerCheck answers;
  private final StructuredLog log;
  private final HttpRequest request;
  private final Optional<String> path;
  private final Optional<Route> route;
  private final CallLimits limits = new CallLimits();

  XrpcRequest(
      Map<String, Route> routes,
      CallReader reader,
      AddressLimit limit,
      AnswerCheck answers,
      StructuredLog log,
      HttpRequest request) {
    this.routes = routes;
    this.reader = reader;
    this.limit = limit;
    this.answers = answers;
    this.log = log;
    this.request = request;
    this.path = path(request);
    this.route = path.flatMap(this::find);
  }

  private static Optional<String> path(HttpRequest request) {
    try {
      return Optional.of(SafePath.decode(RawTarget.of(request).path()));
    } catch (RefusalException e) {
      return Optional.empty();
    }
  }

  private Optional<Route> find(String decoded) {
    return Optional.ofNullable(routes.get(decoded));
  }

  @Override
  public String name() {
    return route.map(r -> r.nsid().map(Object::toString).orElse(r.path())).orElse("unknown");
  }

  @Override
  public boolean isMessage() {
    return false;
  }

  @Override
  public Reply run() {
    try {
      String address = ClientAddress.of(request);
      limits.add(limit.count(address, route.map(Route::path).orElse("")));
      Optional<Standing> exceeded = limits.tightest().filter(tightest -> !tightest.isAllowed());
      if (exceeded.isPresent()) {
        return limit.refusal(exceeded.get());
      }
      return route.isPresent() ? limits.during(() -> call(route.get(), address)) : unknown();
    } catch (RefusalException e) {
      return e.refusal();
    } catch (Exception e) {
      log.error("call failed", e, entry -> entry.put("method", name()));
      return Faults.refusal(e);
    }
  }

  private Reply call(Route known, String address) throws Exception {
    return answers.check(known, known.method().call(reader.read(known, request, address)));
  }

  private Reply unknown() {
    String decoded = path.orElseGet(() -> SafePath.decode(RawTarget.of(request).path()));
    return decoded.startsWith("/xrpc/")
        ? Refusal.of(Refusal.Kind.NOT_IMPLEMENTED, "MethodNotImplemented", "Method Not Implemented")
        : Refusal.of(Refusal.Kind.NOT_FOUND, "NotFound", "No such path");
  }

  @Override
  public Reply late() {
    return Refusal.of(
        Refusal.Kind.TIMEOUT,
        "UpstreamTimeout",
        "The call took too long; whether it was done is not known");
  }

  @Override
  public Reply stopping() {
    return Refusal.unavailable("This instance is about to end; try again", ELSEWHERE);
  }

  @Override
  public int status(Reply reply) {
    return ReplyWriter.status(reply);
  }

  @Override
  public void describe(Reply reply, ObjectNode line) {
    Reply told = reply instanceof Reply.Explained explained ? explained.refusal() : reply;
    if (told instanceof Refusal refusal) {
      line.put("error", refusal.error());
    }
  }

  @Override
  public void write(Reply reply, HttpResponse response) throws IOException {
    limits.tightest().ifPresent(tightest -> tightest.headers().forEach(response::appendHeader));
    if (request.getFirstHeader("DPoP").isPresent()) {
      reader.nonce().ifPresent(nonce -> response.appendHeader("DPoP-Nonce", nonce));
    }
    response.appendHeader("Cache-Control", "private");
    response.appendHeader("Vary", "Authorization");
    ReplyWriter.write(reply, response);
  }
}

package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.Route;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.HttpRequest;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls methods without HTTP and counts the documents that are billed. */
final class MeasuredFeed {
  private final List<Route> routes;
  private final InstantSource clock;

  MeasuredFeed(Firestore firestore, InstantSource clock) {
    this.clock = clock;
    this.routes =
        new FeedWiring(
                Environment.of(TestService.environment(firestore.getOptions().getProjectId())),
                clock)
            .routes();
  }

  /** An answer and what it cost. */
  record Answer(JsonNode body, long reads, long writes) {
    /** Such as {@code "3 reads 1 writes"}. */
    String cost() {
      return reads + " reads " + writes + " writes";
    }
  }

  Answer query(Did viewer, String method, Map<String, ?> parameters) throws Exception {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return call(viewer, method, new ObjectMapper().valueToTree(parameters), none);
  }

  Answer procedure(Did viewer, String method, Map<String, ?> input) throws Exception {
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return call(viewer, method, none, new ObjectMapper().valueToTree(input));
  }

  private Answer call(Did viewer, String method, ObjectNode parameters, ObjectNode input)
      throws Exception {
    Optional<Nsid> nsid = Optional.of(Nsid.parse("app.bsky." + method));
    Route route =
        routes.stream().filter(known -> known.nsid().equals(nsid)).findFirst().orElseThrow();
    Optional<Caller> caller = Optional.of(new Caller(viewer, Grant.full(), "", clock.instant()));
    Call call = new Call(nsid, parameters, input, caller, "test", noRequest());
    Usage usage = new Usage();
    Reply reply = usage.during(() -> route.method().call(call));
    JsonNode body = reply instanceof Reply.Json json ? json.body() : MissingNode.getInstance();
    return new Answer(body, usage.reads(), usage.writes());
  }

  private static HttpRequest noRequest() {
    return (HttpRequest)
        Proxy.newProxyInstance(
            HttpRequest.class.getClassLoader(),
            new Class<?>[] {HttpRequest.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}

package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Instance;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The one adapter between HTTP and the methods of a function: finds the route, checks session,
 * parameters and input, calls the method, maps what it answers to a status, and logs one line with
 * the outcome and the cost. Thread-safe.
 */
public final class XrpcService implements HttpFunction {
  private final Map<String, Route> routes;
  private final CallReader reader;
  private final Relay relay;
  private final AddressLimit limit;
  private final AnswerCheck answers;
  private final Instance instance;

  /**
   * Serves {@code routes} and nothing else.
   *
   * @param answers what to do with an answer that its lexicon does not allow
   */
  public XrpcService(
      List<Route> routes,
      Lexicons lexicons,
      Authenticator authenticator,
      AddressLimit limit,
      AnswerCheck answers,
      Instance instance) {
    this(routes, lexicons, authenticator, limit, answers, Relay.none(), instance);
  }

  /**
   * Serves {@code routes}.
   *
   * @param answers what to do with an answer that its lexicon does not allow
   * @param relay what to do with methods that are not in {@code routes}
   */
  public XrpcService(
      List<Route> routes,
      Lexicons lexicons,
      Authenticator authenticator,
      AddressLimit limit,
      AnswerCheck answers,
      Relay relay,
      Instance instance) {
    this.relay = relay;
    this.routes =
        routes.stream().collect(Collectors.toUnmodifiableMap(Route::path, Function.identity()));
    this.reader = new CallReader(lexicons, authenticator);
    this.limit = limit;
    this.answers = answers;
    this.instance = instance;
  }

  /** The wiring, for the test that compares it with the catalogue. */
  public List<Route> routes() {
    return List.copyOf(routes.values());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    instance.serve(
        new XrpcRequest(routes, reader, limit, answers, relay, instance.log(), request),
        request,
        response);
  }
}

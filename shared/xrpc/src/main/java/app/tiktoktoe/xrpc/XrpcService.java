package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.cloud.Usage;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final AddressLimit limit;
  private final AnswerCheck answers;
  private final StructuredLog log;

  /**
   * Serves {@code routes}.
   *
   * @param answers what to do with an answer that its lexicon does not allow
   */
  public XrpcService(
      List<Route> routes,
      Lexicons lexicons,
      Authenticator authenticator,
      AddressLimit limit,
      AnswerCheck answers,
      StructuredLog log) {
    this.routes =
        routes.stream().collect(Collectors.toUnmodifiableMap(Route::path, Function.identity()));
    this.reader = new CallReader(lexicons, authenticator);
    this.limit = limit;
    this.answers = answers;
    this.log = log;
  }

  /** The wiring, for the test that compares it with the catalogue. */
  public List<Route> routes() {
    return List.copyOf(routes.values());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    Usage usage = new Usage();
    long start = System.nanoTime();
    String path = RawTarget.of(request).path();
    Optional<Route> route = Optional.ofNullable(routes.get(path));
    Reply reply = usage.during(() -> reply(route, path, request, response));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.invocation(name(route), ReplyWriter.status(reply), took, usage);
    response.appendHeader("Cache-Control", "private");
    response.appendHeader("Vary", "Authorization");
    ReplyWriter.write(reply, response);
  }

  private static String name(Optional<Route> route) {
    return route.map(r -> r.nsid().map(Object::toString).orElse(r.path())).orElse("unknown");
  }

  private Reply reply(
      Optional<Route> route, String path, HttpRequest request, HttpResponse response) {
    try {
      String address = ClientAddress.of(request);
      AddressLimit.State state = limit.count(address);
      limitHeaders(state, response);
      if (!state.allowed()) {
        return tooMany(state);
      }
      if (route.isEmpty()) {
        return unknown(path);
      }
      Reply reply = route.get().method().call(reader.read(route.get(), request, address));
      return answers.check(route.get(), reply);
    } catch (RefusalException e) {
      return e.refusal();
    } catch (Exception e) {
      log.error("call failed", e, entry -> entry.put("method", name(route)));
      return Faults.refusal(e);
    }
  }

  private static Reply unknown(String path) {
    return path.startsWith("/xrpc/")
        ? Refusal.of(Refusal.Kind.NOT_IMPLEMENTED, "MethodNotImplemented", "Method Not Implemented")
        : Refusal.of(Refusal.Kind.NOT_FOUND, "NotFound", "No such path");
  }

  private static void limitHeaders(AddressLimit.State state, HttpResponse response) {
    if (state.limit() == Integer.MAX_VALUE) {
      return;
    }
    response.appendHeader("RateLimit-Limit", Integer.toString(state.limit()));
    response.appendHeader("RateLimit-Remaining", Integer.toString(state.remaining()));
    response.appendHeader("RateLimit-Reset", Long.toString(state.reset().getEpochSecond()));
    response.appendHeader(
        "RateLimit-Policy",
        String.format(Locale.ROOT, "%d;w=%d", state.limit(), state.window().toSeconds()));
  }

  private static Reply tooMany(AddressLimit.State state) {
    Duration window = state.window();
    return new Refusal(
        Refusal.Kind.TOO_MANY, "RateLimitExceeded", "Rate Limit Exceeded", Optional.of(window));
  }
}

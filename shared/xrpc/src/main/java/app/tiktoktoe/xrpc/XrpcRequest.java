package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.cloud.Work;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request on its way through {@link XrpcService}. */
final class XrpcRequest implements Work<Reply> {
  private static final Duration ELSEWHERE = Duration.ofSeconds(1);
  private static final String METHODS = "/xrpc/";

  private final Map<String, Route> routes;
  private final CallReader reader;
  private final AddressLimit limit;
  private final AnswerCheck answers;
  private final Relay relay;
  private final StructuredLog log;
  private final HttpRequest request;
  private final Optional<String> path;
  private final Optional<Route> route;
  private final CallLimits limits = new CallLimits();
  private volatile boolean isRelayed;

  XrpcRequest(
      Map<String, Route> routes,
      CallReader reader,
      AddressLimit limit,
      AnswerCheck answers,
      Relay relay,
      StructuredLog log,
      HttpRequest request) {
    this.routes = routes;
    this.reader = reader;
    this.limit = limit;
    this.answers = answers;
    this.relay = relay;
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
    return route
        .map(r -> r.nsid().map(Object::toString).orElse(r.path()))
        .orElse(isRelayed ? "relayed" : "unknown");
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
      return route.isPresent() ? limits.during(() -> call(route.get(), address)) : unknown(address);
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

  private Reply unknown(String address) throws Exception {
    String decoded = path.orElseGet(() -> SafePath.decode(RawTarget.of(request).path()));
    if (!decoded.startsWith(METHODS)) {
      return Refusal.of(Refusal.Kind.NOT_FOUND, "NotFound", "No such path");
    }
    String name = decoded.substring(METHODS.length());
    Optional<Nsid> nsid = Nsid.isValid(name) ? Optional.of(Nsid.parse(name)) : Optional.empty();
    Optional<String> header = named(request);
    Optional<String> service = nsid.flatMap(method -> relay.serviceFor(method, header));
    return service.isPresent()
        ? limits.during(() -> relayed(nsid.orElseThrow(), service.get(), address))
        : Refusal.of(
            Refusal.Kind.NOT_IMPLEMENTED, "MethodNotImplemented", "Method Not Implemented");
  }

  /** Two headers are one with a comma, which names no service. */
  private static Optional<String> named(HttpRequest request) {
    List<String> values = request.getHeaders().getOrDefault(Relay.HEADER, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  private Reply relayed(Nsid method, String service, String address) {
    isRelayed = true;
    return relay.pass(reader.readRelayed(method, service, request, address), service);
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

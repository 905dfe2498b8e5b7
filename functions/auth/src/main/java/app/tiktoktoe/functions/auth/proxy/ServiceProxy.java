package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.accounts.ServiceTokens;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.Limits;
import app.tiktoktoe.outbound.OutboundRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Relay;
import app.tiktoktoe.xrpc.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/**
 * Passes calls on to the services that the operator configured, each with a token that the caller's
 * account signed for that service and method and that is good for a minute. Nobody calls without a
 * session. Thread-safe.
 *
 * <p>Refuses with {@code InvalidRequest} (what the header names), {@code InvalidToken} (methods of
 * the account itself, or beyond an app password), {@code PayloadTooLarge}, {@code UpstreamFailure},
 * {@code UpstreamTimeout}, {@code ServiceUnavailable}, and whatever the service refuses with.
 *
 * @see <a href="https://atproto.com/specs/xrpc#service-proxying">Service proxying</a>
 */
public final class ServiceProxy implements Relay {
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;
  private static final int MAX_ANSWER_BYTES = 5 * 1024 * 1024;
  private static final Limits LIMITS = Limits.of(Duration.ofSeconds(15), MAX_ANSWER_BYTES);

  /** So that services that are slow leave most of an instance to others. */
  private static final int MAX_AT_ONCE = 16;

  private static final Duration BUSY = Duration.ofSeconds(1);

  private final ProxyHeader header;
  private final ProxyServices services;
  private final ServiceEndpoints endpoints;
  private final ServiceTokens tokens;
  private final BiFunction<OutboundRequest, Limits, Fetched> http;
  private final StructuredLog log;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  /**
   * For {@code services}.
   *
   * @param http asks guarded
   */
  public ServiceProxy(
      ProxyServices services,
      Did ourselves,
      ServiceEndpoints endpoints,
      ServiceTokens tokens,
      BiFunction<OutboundRequest, Limits, Fetched> http,
      StructuredLog log) {
    this.header = new ProxyHeader(services, ourselves);
    this.services = services;
    this.endpoints = endpoints;
    this.tokens = tokens;
    this.http = http;
    this.log = log;
  }

  @Override
  public Optional<String> serviceFor(Nsid method, Optional<String> named) {
    if (named.isEmpty() && services.standard().isEmpty()) {
      return Optional.empty();
    }
    if (ServiceTokens.isProtected(method)) {
      throw badMethod().asException();
    }
    return named.isPresent() ? header.service(named.get()) : services.standard();
  }

  private static Refusal badMethod() {
    return Refusal.of("InvalidToken", "Bad token method");
  }

  @Override
  public Reply pass(Call call, String service) {
    Nsid method = call.method().orElseThrow();
    if (ServiceTokens.isBeyond(call.session(), method)) {
      return badMethod();
    }
    if (!places.tryAcquire()) {
      return Refusal.unavailable("Too many calls of other services at once", BUSY);
    }
    try {
      return passed(call, method, service);
    } finally {
      places.release();
    }
  }

  private Reply passed(Call call, Nsid method, String service) {
    String[] parts = service.split("#", 2);
    URI origin = endpoints.find(Did.parse(parts[0]), parts[1]);
    Optional<byte[]> body =
        call.http().getMethod().equals("POST") ? Optional.of(body(call)) : Optional.empty();
    return switch (tokens.issue(call.session(), parts[0], Optional.of(method), Optional.empty())) {
      case ServiceTokens.Outcome.Refused(Refusal refusal) -> refusal;
      case ServiceTokens.Outcome.Issued(String token) -> {
        Map<String, String> headers = PassedHeaders.ofRequest(call, body.isPresent());
        headers.put("authorization", "Bearer " + token);
        URI url = url(origin, method, call.rawQuery());
        OutboundRequest request = new OutboundRequest(call.http().getMethod(), url, headers, body);
        yield reply(http.apply(request, LIMITS), service);
      }
    };
  }

  private static byte[] body(Call call) {
    try {
      byte[] body = call.body().readNBytes(MAX_REQUEST_BYTES + 1);
      if (body.length > MAX_REQUEST_BYTES) {
        throw Refusal.of(
                Refusal.Kind.TOO_LARGE,
                "PayloadTooLarge",
                "request entity too large: the limit is " + MAX_REQUEST_BYTES + " bytes")
            .asException();
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI url(URI origin, Nsid method, String rawQuery) {
    String query = rawQuery.isEmpty() ? "" : "?" + QueryText.escaped(rawQuery);
    return URI.create(origin + "/xrpc/" + method.value() + query);
  }

  private Reply reply(Fetched fetched, String service) {
    UpstreamAnswer.fault(fetched)
        .ifPresent(
            why ->
                log.warning(
                    "service failed", entry -> entry.put("service", service).put("why", why)));
    return UpstreamAnswer.reply(fetched);
  }
}

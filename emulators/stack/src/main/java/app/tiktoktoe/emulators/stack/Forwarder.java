package app.tiktoktoe.emulators.stack;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes a request to a server and its answer back, both bodies streamed. Thread-safe. */
final class Forwarder implements AutoCloseable {
  /** What the framework takes, 8 KiB with the request line, less what the gateway adds. */
  static final int MAX_HEADER_BYTES = 7 * 1024;

  static final long MAX_BODY_BYTES = 32L * 1024 * 1024;
  private static final long MAX_DRAINED_BYTES = 4 * MAX_BODY_BYTES;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "expect",
          "http2-settings",
          "access-control-allow-origin",
          "access-control-expose-headers",
          "date",
          "server");

  private final HttpClient client;

  Forwarder() {
    permitHost();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /**
   * Lets requests carry another {@code Host} than their address. The JDK's client reads this once
   * in a process: it works only before the first {@link HttpClient}.
   */
  static void permitHost() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    System.setProperty("jdk.httpclient.keepalive.timeout", "5");
  }

  /** Forwards to a function; a body above 32 MB is answered with 413, a dead function with 502. */
  void toFunction(HttpExchange exchange, Routes.Target.Function function) throws IOException {
    if (sizeOf(exchange.getRequestHeaders()) > MAX_HEADER_BYTES) {
      Answers.error(
          exchange,
          431,
          "RequestHeaderFieldsTooLarge",
          "All headers together are larger than " + MAX_HEADER_BYTES + " bytes");
      return;
    }
    OptionalLong length = contentLength(exchange.getRequestHeaders());
    if (length.orElse(0) > MAX_BODY_BYTES) {
      exchange.getRequestBody().skip(MAX_DRAINED_BYTES);
      tooLarge(exchange);
      return;
    }
    CappedBody body = new CappedBody(exchange.getRequestBody());
    URI requested = exchange.getRequestURI();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                at(function.origin(), requested.getRawPath(), requested.getRawQuery()))
            .timeout(LIMIT)
            .method(exchange.getRequestMethod(), publisher(exchange, length, body));
    copyRequestHeaders(exchange, request);
    try {
      HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
      answer(exchange, answer, null);
    } catch (UpstreamException | InterruptedException e) {
      throw new IOException(e);
    } catch (IOException e) {
      if (body.exceeded) {
        exchange.getRequestBody().skip(MAX_DRAINED_BYTES);
        tooLarge(exchange);
      } else {
        Answers.error(
            exchange, 502, "UpstreamFailure", "Function " + function.name() + " does not answer");
      }
    }
  }

  /**
   * Forwards a GET or HEAD to a public bucket, as a CDN that keeps objects for ever. What is not
   * there is gone: the balancer cannot tell it from what was taken down.
   */
  void toObject(HttpExchange exchange, Routes.Target.PublicObject object) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      Answers.error(exchange, 405, "InvalidRequest", "Objects are read with GET or HEAD");
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at(object.origin(), object.rawPath(), null))
            .timeout(LIMIT)
            .method(method, BodyPublishers.noBody());
    for (String name : List.of("Range", "If-Range", "If-None-Match", "If-Modified-Since")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      HttpResponse<InputStream> found = client.send(request.build(), BodyHandlers.ofInputStream());
      if (found.statusCode() == 404) {
        found.body().close();
        Answers.error(exchange, 410, "Gone", "There is nothing here, or nothing any more");
      } else {
        answer(exchange, found, IMMUTABLE);
      }
    } catch (UpstreamException | InterruptedException e) {
      throw new IOException(e);
    } catch (IOException e) {
      Answers.error(exchange, 502, "UpstreamFailure", "The storage does not answer");
    }
  }

  private static int sizeOf(Headers headers) {
    return headers.entrySet().stream()
        .flatMapToInt(
            header ->
                header.getValue().stream()
                    .mapToInt(
                        value -> header.getKey().length() + value.length() + ": \r\n".length()))
        .sum();
  }

  private static void tooLarge(HttpExchange exchange) throws IOException {
    Answers.error(
        exchange, 413, "PayloadTooLarge", "The body is larger than " + MAX_BODY_BYTES + " bytes");
  }

  private static URI at(URI origin, String rawPath, @Nullable String rawQuery) {
    return URI.create(origin + rawPath + (rawQuery == null ? "" : "?" + rawQuery));
  }

  private static OptionalLong contentLength(Headers headers) {
    String length = headers.getFirst("Content-Length");
    return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length.trim()));
  }

  private static BodyPublisher publisher(
      HttpExchange exchange, OptionalLong length, InputStream body) {
    if (length.isPresent() && length.getAsLong() > 0) {
      return BodyPublishers.fromPublisher(
          BodyPublishers.ofInputStream(() -> body), length.getAsLong());
    }
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
        ? BodyPublishers.ofInputStream(() -> body)
        : BodyPublishers.noBody();
  }

  private static void copyRequestHeaders(HttpExchange exchange, HttpRequest.Builder request) {
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!NOT_FORWARDED.contains(lower) && !lower.startsWith("x-forwarded-")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    request.setHeader("X-Forwarded-For", hops(exchange));
    request.setHeader("X-Forwarded-Proto", "http");
  }

  /** As the balancer does: what came, then the client's address and the gateway's own. */
  private static String hops(HttpExchange exchange) {
    List<String> hops =
        new ArrayList<>(exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of()));
    hops.add(exchange.getRemoteAddress().getAddress().getHostAddress());
    hops.add(exchange.getLocalAddress().getAddress().getHostAddress());
    return String.join(", ", hops);
  }

  private static void answer(
      HttpExchange exchange, HttpResponse<InputStream> answer, @Nullable String cacheControl)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                headers.put(name, List.copyOf(values));
              }
            });
    Answers.allowOrigin(exchange);
    int status = answer.statusCode();
    if (cacheControl != null && status < 300) {
      headers.set("Cache-Control", cacheControl);
    }
    OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    try (InputStream in = answer.body()) {
      if (bodiless || length.orElse(-1) == 0) {
        if (bodiless && length.isPresent()) {
          headers.set("Content-Length", Long.toString(length.getAsLong()));
        }
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(status, length.orElse(0));
      try (OutputStream out = exchange.getResponseBody()) {
        passOn(in, out);
      }
    } catch (IOException e) {
      throw new UpstreamException(e);
    }
  }

  /** Copies; what has come is sent before more is waited for. */
  private static void passOn(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** The answer had begun when the connection broke: nothing can be answered any more. */
  private static final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UpstreamException(IOException cause) {
      super(cause);
    }
  }

  /** Fails when more than the allowed number of bytes come. */
  private static final class CappedBody extends FilterInputStream {
    private long left = MAX_BODY_BYTES;
    private volatile boolean exceeded;

    CappedBody(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      left -= Math.max(0, read);
      if (left < 0) {
        exceeded = true;
        throw new IOException("the body is too large");
      }
    }
  }
}

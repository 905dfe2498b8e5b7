package app.tiktoktoe.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpHead;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/** One request over one connection, to addresses that were chosen before. Thread-safe. */
final class Exchange {
  private static final Logger LOG = Logger.getLogger(Exchange.class.getName());
  private static final int MAX_LINE_BYTES = 8192;
  private static final int MAX_HEADERS = 100;

  private final Supplier<? extends ConnectionSocketFactory> tls;

  /** Connects by {@code tls}, which is asked for at the first request. */
  Exchange(Supplier<? extends ConnectionSocketFactory> tls) {
    this.tls = tls;
  }

  /** An answer, and where it says to go on. */
  record Result(Fetched fetched, Optional<String> location) {}

  /** Ends the request that runs, and any later one at once. Thread-safe. */
  static final class Abort {
    private boolean isOver;
    private @Nullable HttpRequestBase running;

    synchronized void run() {
      isOver = true;
      if (running != null) {
        abort(running);
      }
    }

    /** The socket is closed when the client finds that the connection was given back meanwhile. */
    private static void abort(HttpRequestBase request) {
      try {
        request.abort();
      } catch (IllegalStateException e) {
        LOG.log(Level.FINE, "the request ended as it was given up", e);
      }
    }

    private synchronized void covers(HttpRequestBase request) throws IOException {
      if (isOver) {
        throw new IOException("too late");
      }
      running = request;
    }
  }

  /**
   * Sends {@code asked} to {@code origin} at {@code addresses}.
   *
   * @param host what the request calls the host
   * @param target path and query
   * @throws IOException when there is no answer, or it is no HTTP
   */
  Result send(
      URI origin,
      String host,
      String target,
      OutboundRequest asked,
      List<InetAddress> addresses,
      Limits limits,
      Abort abort)
      throws IOException {
    HttpRequestBase request = request(asked, target);
    request.setConfig(config(limits));
    request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    asked.headers().forEach(request::setHeader);
    request.setHeader(HttpHeaders.HOST, host);
    request.setHeader(HttpHeaders.USER_AGENT, "TikTokToe");
    abort.covers(request);
    HttpHost server = new HttpHost(origin.getHost(), origin.getPort(), origin.getScheme());
    try (CloseableHttpClient client = client(addresses);
        CloseableHttpResponse response = client.execute(server, request)) {
      Optional<String> location =
          Optional.ofNullable(response.getFirstHeader(HttpHeaders.LOCATION)).map(Header::getValue);
      Result result = new Result(read(response, limits.maxBytes()), location);
      request.abort();
      return result;
    }
  }

  private static HttpRequestBase request(OutboundRequest asked, String target) {
    return switch (asked.method()) {
      case "HEAD" -> new HttpHead(target);
      case "POST" -> {
        HttpPost post = new HttpPost(target);
        post.setEntity(new ByteArrayEntity(asked.body().orElse(new byte[0])));
        yield post;
      }
      default -> new HttpGet(target);
    };
  }

  private static RequestConfig config(Limits limits) {
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, limits.deadline().toMillis()));
    return RequestConfig.custom().setConnectTimeout(millis).setSocketTimeout(millis).build();
  }

  private CloseableHttpClient client(List<InetAddress> addresses) {
    Registry<ConnectionSocketFactory> sockets =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("https", tls.get())
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .build();
    DnsResolver chosen = _ -> addresses.toArray(InetAddress[]::new);
    BasicHttpClientConnectionManager connections =
        new BasicHttpClientConnectionManager(sockets, null, null, chosen);
    connections.setConnectionConfig(
        ConnectionConfig.custom()
            .setMessageConstraints(
                MessageConstraints.custom()
                    .setMaxLineLength(MAX_LINE_BYTES)
                    .setMaxHeaderCount(MAX_HEADERS)
                    .build())
            .build());
    return HttpClients.createMinimal(connections);
  }

  private static Fetched read(HttpResponse response, int maxBytes) throws IOException {
    @Nullable HttpEntity entity = response.getEntity();
    byte[] body = new byte[0];
    if (entity != null) {
      InputStream stream = entity.getContent();
      body = stream.readNBytes(maxBytes);
      if (body.length == maxBytes && stream.read() != -1) {
        return new Fetched.Refused("a body of more than " + maxBytes + " bytes");
      }
    }
    return new Fetched.Answer(
        response.getStatusLine().getStatusCode(), mediaType(response), body, headers(response));
  }

  private static Map<String, String> headers(HttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getAllHeaders()) {
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT),
          header.getValue() == null ? "" : header.getValue(),
          (first, more) -> first + ", " + more);
    }
    return headers;
  }

  private static Optional<String> mediaType(HttpResponse response) {
    return Optional.ofNullable(response.getFirstHeader(HttpHeaders.CONTENT_TYPE))
        .map(header -> header.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(type -> !type.isEmpty());
  }
}

package app.tiktoktoe.functions.push;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends what is meant for Firebase Cloud Messaging to an emulator instead. Thread-safe. */
final class EmulatorTransport extends HttpTransport {
  private static final String FCM = "https://fcm.googleapis.com";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  EmulatorTransport(URI endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    if (!url.startsWith(FCM)) {
      throw new IOException("only Firebase Cloud Messaging is emulated: " + url);
    }
    return new Request(method, URI.create(endpoint + url.substring(FCM.length())));
  }

  @Override
  public void shutdown() {
    client.close();
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final HttpRequest.Builder request;

    Request(String method, URI uri) {
      this.method = method;
      this.request = HttpRequest.newBuilder(uri);
    }

    @Override
    public void addHeader(String name, String value) {
      request.header(name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(body);
        request.header("Content-Type", getContentType());
      }
      if (getContentEncoding() != null) {
        request.header("Content-Encoding", getContentEncoding());
      }
      request.method(method, BodyPublishers.ofByteArray(body.toByteArray()));
      try {
        return new Response(client.send(request.build(), BodyHandlers.ofInputStream()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HttpResponse<InputStream> response;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();

    Response(HttpResponse<InputStream> response) {
      this.response = response;
      response
          .headers()
          .map()
          .forEach((name, values) -> values.forEach(v -> headers.add(Map.entry(name, v))));
    }

    private Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    @Override
    public InputStream getContent() {
      return response.body();
    }

    @Override
    public String getContentEncoding() {
      return header("content-encoding").orElse("");
    }

    @Override
    public long getContentLength() {
      return response.headers().firstValueAsLong("content-length").orElse(-1);
    }

    @Override
    public String getContentType() {
      return header("content-type").orElse("");
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + response.statusCode();
    }

    @Override
    public int getStatusCode() {
      return response.statusCode();
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).getValue();
    }
  }
}

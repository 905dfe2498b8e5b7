package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls XRPC methods over plain HTTP, as the demo needs them. Thread-safe. */
final class XrpcClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String origin;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  XrpcClient(String origin) {
    this.origin = origin;
  }

  /**
   * Calls a query; {@code query} is encoded already.
   *
   * @throws IOException when it is refused, with the error's name
   */
  JsonNode query(String method, String query, @Nullable String token)
      throws IOException, InterruptedException {
    return call(method, request(method + "?" + query, token).GET().build());
  }

  /** Calls a procedure with a JSON input. */
  JsonNode procedure(String method, JsonNode input, @Nullable String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(method, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(input.toString()));
    return call(method, request.build());
  }

  /** Calls a procedure whose input is a file. */
  JsonNode upload(String method, String query, String type, Path file, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(method + "?" + query, token).header("Content-Type", type).POST(upload(file));
    return call(method, request.build());
  }

  private static HttpRequest.BodyPublisher upload(Path file) throws FileNotFoundException {
    return BodyPublishers.ofFile(file);
  }

  private HttpRequest.Builder request(String rest, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + "/xrpc/" + rest)).timeout(LIMIT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode call(String method, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "%s answered %d %s"
              .formatted(
                  method, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return JSON.readTree(answer.body());
  }

  /** The bytes of a URL. */
  byte[] download(URI url) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(HttpRequest.newBuilder(url).timeout(LIMIT).build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(url + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

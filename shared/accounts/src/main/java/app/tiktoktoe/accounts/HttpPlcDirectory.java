package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory over HTTP, such as {@code https://plc.directory}. Opens its client at the first call.
 * Thread-safe.
 *
 * @see <a href="https://web.plc.directory/api/redoc">its API</a>
 */
public final class HttpPlcDirectory implements PlcDirectory {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(8);
  private static final int OK = 200;
  private static final int CLIENT_ERRORS = 400;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private @Nullable HttpClient client;

  /** The directory at {@code url}, without a path. */
  public HttpPlcDirectory(URI url) {
    this.url = url;
  }

  @Override
  public boolean submit(Did did, SignedPlcOperation operation) {
    HttpRequest request =
        request(did)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(operation.toJson().toString()))
            .build();
    int status = status(request);
    if (status == OK) {
      return true;
    }
    if (status >= CLIENT_ERRORS && status < SERVER_ERRORS && status != TOO_MANY) {
      return false;
    }
    throw new PlcUnavailableException("The PLC directory answers " + status);
  }

  @Override
  public Presence presence(Did did) {
    int status = status(request(did).GET().build());
    return switch (status) {
      case OK -> Presence.LIVE;
      case NOT_FOUND -> Presence.UNKNOWN;
      case GONE -> Presence.TOMBSTONED;
      default -> throw new PlcUnavailableException("The PLC directory answers " + status);
    };
  }

  @Override
  public Optional<SignedPlcOperation> last(Did did) {
    URI uri = url.resolve("/" + did.value() + "/log/last");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).GET().build();
    HttpResponse<byte[]> answer = send(request, BodyHandlers.ofByteArray());
    return switch (answer.statusCode()) {
      case OK -> Optional.of(operation(answer.body()));
      case NOT_FOUND -> Optional.empty();
      default ->
          throw new PlcUnavailableException("The PLC directory answers " + answer.statusCode());
    };
  }

  private static SignedPlcOperation operation(byte[] json) {
    try {
      return SignedPlcOperation.fromJson(JSON.readTree(json));
    } catch (IOException | IllegalArgumentException e) {
      throw new PlcUnavailableException("The PLC directory answers no operation", e);
    }
  }

  private HttpRequest.Builder request(Did did) {
    return HttpRequest.newBuilder(url.resolve("/" + did.value())).timeout(ANSWER_TIMEOUT);
  }

  private int status(HttpRequest request) {
    return send(request, BodyHandlers.discarding()).statusCode();
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    try {
      return client().send(request, handler);
    } catch (IOException e) {
      throw new PlcUnavailableException("The PLC directory does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlcUnavailableException("Interrupted while waiting for the PLC directory", e);
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
    }
    return client;
  }
}

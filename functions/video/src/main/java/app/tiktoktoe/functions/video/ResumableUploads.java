package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens resumable uploads of originals, for a client to send the bytes. Google's client has no call
 * for it that says the size. Thread-safe.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/performing-resumable-uploads">Resumable
 *     uploads</a>
 */
final class ResumableUploads {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final Supplier<Storage> storage;
  private final String bucket;

  ResumableUploads(HttpClient http, Supplier<Storage> storage, String bucket) {
    this.http = http;
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * The address for the bytes of an upload, which are as many as was declared and take the place of
   * nothing.
   *
   * @param webOrigin of the page whose scripts will send them
   * @throws StorageException when Cloud Storage refuses, or is not reached
   */
  URI open(Upload upload, Optional<String> webOrigin) {
    try {
      return request(upload, webOrigin);
    } catch (IOException e) {
      throw new StorageException(
          HttpURLConnection.HTTP_UNAVAILABLE, "Cloud Storage was not reached", e);
    }
  }

  private URI request(Upload upload, Optional<String> webOrigin) throws IOException {
    StorageOptions options = storage.get().getOptions();
    URI target =
        URI.create(
            options.getHost()
                + "/upload/storage/v1/b/"
                + bucket
                + "/o?uploadType=resumable&ifGenerationMatch=0&name="
                + URLEncoder.encode(upload.original().name(), StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(LIMIT)
            .header("X-Upload-Content-Type", upload.plan().mimeType())
            .header("X-Upload-Content-Length", Long.toString(upload.plan().sizeBytes()))
            .POST(HttpRequest.BodyPublishers.noBody());
    webOrigin.ifPresent(origin -> request.header("Origin", origin));
    authorize(request, options.getScopedCredentials(), target);
    HttpResponse<Void> answer = send(request.build());
    Optional<String> location = answer.headers().firstValue("Location");
    if (answer.statusCode() != HttpURLConnection.HTTP_OK || location.isEmpty()) {
      throw new StorageException(answer.statusCode(), "no upload was opened");
    }
    return URI.create(location.get());
  }

  private static void authorize(HttpRequest.Builder request, Credentials credentials, URI target)
      throws IOException {
    if (!credentials.equals(NoCredentials.getInstance())) {
      credentials
          .getRequestMetadata(target)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    }
  }

  private HttpResponse<Void> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

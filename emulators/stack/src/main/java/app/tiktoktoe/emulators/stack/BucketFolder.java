package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies folders of files to and from the storage emulator. Thread-safe. */
final class BucketFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI storage;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Talks to the emulator at {@code storage}. */
  BucketFolder(URI storage) {
    this.storage = storage;
  }

  /**
   * A place in a bucket.
   *
   * @param prefix what the names begin with, without a slash at the end
   */
  record Place(String bucket, String prefix) {
    /**
     * Reads {@code gs://BUCKET/PREFIX}.
     *
     * @throws IllegalArgumentException when it is not that
     */
    static Place parse(String uri) {
      if (!uri.matches("gs://[^/]+/.+[^/]")) {
        throw new IllegalArgumentException("not gs://BUCKET/PREFIX: " + uri);
      }
      int slash = uri.indexOf('/', "gs://".length());
      return new Place(uri.substring("gs://".length(), slash), uri.substring(slash + 1));
    }

    /** The part of the prefix after its last slash. */
    String name() {
      return prefix.substring(prefix.lastIndexOf('/') + 1);
    }
  }

  /** Whether anything is below {@code place}. */
  boolean holds(Place place) throws IOException {
    return !names(place).isEmpty();
  }

  /** Copies every file below {@code folder}. */
  void upload(Path folder, Place place) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = place.prefix() + "/" + folder.relativize(file).toString().replace('\\', '/');
      String query = "?uploadType=media&name=" + encoded(name);
      send(
          HttpRequest.newBuilder(
                  storage.resolve("/upload/storage/v1/b/" + place.bucket() + "/o" + query))
              .header("Content-Type", "application/octet-stream")
              .POST(body(file)));
    }
  }

  private static HttpRequest.BodyPublisher body(Path file) throws FileNotFoundException {
    return BodyPublishers.ofFile(file);
  }

  /** Copies everything below {@code place} into {@code folder}, which gets missing directories. */
  void download(Place place, Path folder) throws IOException {
    for (String name : names(place)) {
      Path file = folder.resolve(name.substring(place.prefix().length() + 1)).normalize();
      if (!file.startsWith(folder)) {
        throw new IOException("not below " + place + ": " + name);
      }
      Files.createDirectories(file.getParent());
      String path = "/storage/v1/b/" + place.bucket() + "/o/" + encoded(name) + "?alt=media";
      Files.write(file, send(HttpRequest.newBuilder(storage.resolve(path))));
    }
  }

  /** NOTE: one page of a listing, 1,000 names; an export has a few files. */
  private List<String> names(Place place) throws IOException {
    String query = "?prefix=" + encoded(place.prefix() + "/");
    JsonNode listed =
        JSON.readTree(
            send(
                HttpRequest.newBuilder(
                    storage.resolve("/storage/v1/b/" + place.bucket() + "/o" + query))));
    if (listed.has("nextPageToken")) {
      throw new IOException("more than a page of files below " + place);
    }
    return listed.path("items").valueStream().map(item -> item.path("name").asText()).toList();
  }

  private byte[] send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(
            answer.uri() + " answered " + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

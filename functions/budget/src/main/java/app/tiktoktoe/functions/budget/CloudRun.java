package app.tiktoktoe.functions.budget;

import app.tiktoktoe.cloud.AccessToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * The Cloud Run Admin API, as far as it stops services. That a service was stopped, and for which
 * interval, is written on the service itself, so that whoever releases it is not overruled by the
 * next notice of the same interval. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services">
 *     The resource</a>
 */
final class CloudRun {
  /** The annotation of a service that was stopped: when the interval began. */
  static final String STOPPED = "tiktoktoe.app/stopped-for";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI origin;
  private final AccessToken token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  CloudRun(URI origin, AccessToken token) {
    this.origin = origin;
    this.token = token;
  }

  /**
   * Gives {@code service} no instance, whoever asks for one. Done when Cloud Run has taken it on.
   *
   * @return false when it was stopped for that interval before, even if it was released since
   * @throws IOException when Cloud Run does not answer, refuses, or somebody else changes the
   *     service just now
   */
  boolean stop(ServiceName service, Instant interval) throws IOException {
    JsonNode found = call("GET", service, "", BodyPublishers.noBody());
    if (found.path("annotations").path(STOPPED).asText().equals(interval.toString())) {
      return false;
    }
    ObjectNode change = JSON.createObjectNode();
    change.put("etag", found.path("etag").asText());
    ObjectNode annotations = change.putObject("annotations");
    found.path("annotations").properties().forEach(e -> annotations.set(e.getKey(), e.getValue()));
    annotations.put(STOPPED, interval.toString());
    change.putObject("scaling").put("scalingMode", "MANUAL").put("manualInstanceCount", 0);
    JsonNode operation =
        call(
            "PATCH",
            service,
            "?updateMask=annotations,scaling",
            BodyPublishers.ofString(change.toString()));
    if (operation.has("error")) {
      throw new IOException(operation.path("error").path("message").asText());
    }
    return true;
  }

  private JsonNode call(String method, ServiceName service, String query, BodyPublisher body)
      throws IOException {
    URI target = origin.resolve("/v2/" + service + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body);
    token
        .headers(target)
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<String> response = send(request.build());
    if (response.statusCode() != 200) {
      throw new IOException(method + " was answered with " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}

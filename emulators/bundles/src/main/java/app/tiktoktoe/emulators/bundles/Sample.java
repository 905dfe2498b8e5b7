package app.tiktoktoe.emulators.bundles;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that a function answers with what it read from Firestore, and that can be repeated.
 *
 * @param method GET or POST
 * @param target raw path and query, with a leading slash
 * @param headers without {@code Content-Length}
 * @param body empty for GET
 * @param status the status of the right answer
 */
public record Sample(
    String method, String target, Map<String, String> headers, String body, int status) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Copies the headers. */
  public Sample {
    headers = new TreeMap<>(headers);
  }

  static Sample get(String target) {
    return new Sample("GET", target, Map.of(), "", 200);
  }

  static Sample push(String envelope) {
    return new Sample("POST", "/", Map.of("Content-Type", "application/json"), envelope, 204);
  }

  Sample as(String token) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put("Authorization", "Bearer " + token);
    return new Sample(method, target, more, body, status);
  }

  Sample answeredWith(int otherStatus) {
    return new Sample(method, target, headers, body, otherStatus);
  }

  /** The request to a function at {@code origin}. */
  public HttpRequest at(URI origin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + target))
            .timeout(LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request.build();
  }
}

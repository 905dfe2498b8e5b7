package app.tiktoktoe.media;

import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.Environment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Cloud CDN, by the URL map of the balancer. A map takes about 500 invalidations a minute; one that
 * is refused is for the caller to ask for again. Needs {@code compute.urlMaps.invalidateCache}.
 * Thread-safe.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps/invalidateCache">The
 *     method</a>
 */
public final class CloudCdn implements CdnPurge {
  private static final String COMPUTE = "https://compute.googleapis.com";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI method;
  private final AccessToken token;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * In front of {@code urlMap}.
   *
   * @param origin of the Compute Engine API
   */
  CloudCdn(URI origin, AccessToken token, String project, String urlMap) {
    this.method =
        origin.resolve(
            "/compute/v1/projects/" + project + "/global/urlMaps/" + urlMap + "/invalidateCache");
    this.token = token;
  }

  /**
   * The cache that the environment names: {@code CDN_URL_MAP} is the name of a URL map in the
   * project; without it there is none. {@code COMPUTE_EMULATOR_HOST} is the origin of an emulator.
   */
  public static CdnPurge from(Environment environment) {
    URI origin = URI.create(environment.find("COMPUTE_EMULATOR_HOST").orElse(COMPUTE));
    AccessToken token =
        environment.find("COMPUTE_EMULATOR_HOST").isPresent()
            ? AccessToken.none()
            : AccessToken.ofThisFunction();
    String project = environment.text("GOOGLE_CLOUD_PROJECT");
    return environment
        .find("CDN_URL_MAP")
        .<CdnPurge>map(urlMap -> new CloudCdn(origin, token, project, urlMap))
        .orElseGet(CdnPurge::none);
  }

  @Override
  public void purge(String path) {
    String body = JsonNodeFactory.instance.objectNode().put("path", path + "*").toString();
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(method)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body));
      token
          .headers(method)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("an invalidation was answered with " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException("an invalidation was not taken on", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

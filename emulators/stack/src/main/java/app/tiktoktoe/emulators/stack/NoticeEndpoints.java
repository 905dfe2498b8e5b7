package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.Secret;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Publishes on demand what Google's services send by themselves, attribute by attribute.
 * Thread-safe.
 *
 * @see <a href="https://cloud.google.com/secret-manager/docs/event-notifications">Secret Manager's
 *     notices</a>
 */
final class NoticeEndpoints implements Gateway.Extra {
  private static final String ROTATIONS = "secret-rotations";

  private final Catalogue catalogue;
  private final String projectId;
  private final Publishing publishing;
  private final InstantSource clock;

  /** Publishes one message to a topic. */
  @FunctionalInterface
  interface Publishing {
    void publish(String topic, Map<String, String> attributes, byte[] data);
  }

  NoticeEndpoints(
      Catalogue catalogue, String projectId, Publishing publishing, InstantSource clock) {
    this.catalogue = catalogue;
    this.projectId = projectId;
    this.publishing = publishing;
    this.clock = clock;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    if (!(exchange.getRequestMethod() + " " + rawPath).equals("POST /_dev/rotate")) {
      return false;
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String secret = query.startsWith("secret=") ? query.substring("secret=".length()) : "";
    Secret known = catalogue.secrets().get(secret);
    if (known == null) {
      Answers.error(
          exchange, 400, "InvalidRequest", "secret is not one of " + catalogue.secrets().keySet());
      return true;
    }
    rotate(known);
    Answers.json(exchange, 200, JsonNodeFactory.instance.objectNode().put("secret", secret));
    return true;
  }

  private void rotate(Secret secret) {
    String name = "projects/" + projectId + "/secrets/" + secret.name();
    publishing.publish(
        ROTATIONS,
        Map.of("eventType", "SECRET_ROTATE", "secretId", name, "dataFormat", "JSON_API_V1"),
        resource(secret, name).toString().getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode resource(Secret secret, String name) {
    Duration period = Duration.ofDays(secret.rotationDays());
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
    json.putObject("replication").putObject("automatic");
    json.putArray("topics")
        .addObject()
        .put("name", "projects/" + projectId + "/topics/" + ROTATIONS);
    json.putObject("rotation")
        .put("nextRotationTime", clock.instant().plus(period).toString())
        .put("rotationPeriod", period.toSeconds() + "s");
    return json;
  }
}

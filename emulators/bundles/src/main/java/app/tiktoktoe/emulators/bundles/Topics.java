package app.tiktoktoe.emulators.bundles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The Pub/Sub emulator by its REST interface: topics, messages, envelopes. Thread-safe. */
public final class Topics implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 100;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final String project;

  Topics(String hostPort, String project) {
    this.address = "http://" + hostPort + "/v1/projects/" + project;
    this.project = project;
  }

  void create(String topic) {
    send("PUT", "/topics/" + topic, object());
  }

  void subscribe(String subscription, String topic) {
    send(
        "PUT",
        "/subscriptions/" + subscription,
        object().put("topic", "projects/" + project + "/topics/" + topic));
  }

  /** Publishes one message. */
  public void publish(String topic, Map<String, String> attributes, byte[] data) {
    ObjectNode body = object();
    ObjectNode message = body.putArray("messages").addObject();
    message.put("data", Base64.getEncoder().encodeToString(data));
    attributes.forEach(message.putObject("attributes")::put);
    send("POST", "/topics/" + topic + ":publish", body);
  }

  /** Takes what waits in the subscription; each as the body that a push subscription posts. */
  public List<String> take(String subscription) {
    ObjectNode body = object().put("maxMessages", AT_ONCE).put("returnImmediately", true);
    JsonNode received = send("POST", "/subscriptions/" + subscription + ":pull", body);
    ObjectNode acknowledged = object();
    List<String> envelopes = new ArrayList<>();
    for (JsonNode message : received.path("receivedMessages")) {
      acknowledged.withArray("ackIds").add(message.path("ackId").asText());
      envelopes.add(envelope(message.path("message")));
    }
    if (!envelopes.isEmpty()) {
      send("POST", "/subscriptions/" + subscription + ":acknowledge", acknowledged);
    }
    return envelopes;
  }

  /** The body that a push subscription posts for a message. */
  static String envelope(JsonNode message) {
    ObjectNode envelope = object().put("subscription", "projects/local/subscriptions/local");
    envelope.set("message", message);
    return envelope.put("deliveryAttempt", 1).toString();
  }

  private JsonNode send(String method, String path, ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            method + " " + path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    client.close();
  }
}

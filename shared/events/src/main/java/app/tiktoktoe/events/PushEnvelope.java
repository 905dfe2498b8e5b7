package app.tiktoktoe.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpRequest;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a delivery from an HTTP request: the envelope of a Pub/Sub push subscription, or a
 * CloudEvent (binary or structured) whose data is such an envelope, as an Eventarc trigger sends.
 */
final class PushEnvelope {
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  private PushEnvelope() {}

  static Delivery read(HttpRequest request) throws IOException {
    byte[] body;
    try (InputStream in = request.getInputStream()) {
      body = in.readNBytes(MAX_BYTES + 1);
    }
    if (body.length > MAX_BYTES) {
      throw new InvalidEventException("a message above " + MAX_BYTES + " bytes");
    }
    JsonNode json = RepoEventJson.tree(body);
    Optional<String> type = request.getContentType();
    if (type.isPresent() && type.get().startsWith("application/cloudevents+json")) {
      json = json.path("data");
    }
    return envelope(json);
  }

  private static Delivery envelope(JsonNode json) {
    JsonNode message = json.path("message");
    if (!message.isObject()) {
      throw new InvalidEventException("no message");
    }
    Map<String, String> attributes = new HashMap<>();
    message
        .path("attributes")
        .properties()
        .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
    try {
      return new Delivery(
          RepoEventJson.text(message, "messageId"),
          ByteString.copyFrom(Base64.getDecoder().decode(message.path("data").asText(""))),
          attributes,
          message.path("orderingKey").asText(""),
          json.path("deliveryAttempt").asInt(0),
          publishTime(message));
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidEventException("data is not base64", e);
    }
  }

  private static Optional<Instant> publishTime(JsonNode message) {
    try {
      return Optional.ofNullable(message.path("publishTime").textValue()).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new InvalidEventException("publishTime is no time", e);
    }
  }
}

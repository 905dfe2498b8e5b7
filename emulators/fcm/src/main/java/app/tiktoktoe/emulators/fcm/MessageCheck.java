package app.tiktoktoe.emulators.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What FCM demands of a message before it looks at its target. */
final class MessageCheck {
  /** The payload's limit: the message as compact JSON, without its target and options. */
  static final int LARGEST_PAYLOAD_BYTES = 4096;

  private static final List<String> TARGETS = List.of("token", "topic", "condition");
  private static final Set<String> OBJECTS =
      Set.of("notification", "data", "android", "webpush", "apns", "fcm_options");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9-_.~%]{1,900}");
  private static final Pattern RESERVED = Pattern.compile("from|message_type|(google|gcm).*");

  private MessageCheck() {}

  /** Empty when the request's body is a message that FCM would take. */
  static Optional<Refusal> refusal(JsonNode body) {
    return problem(body).map(Refusal::invalid);
  }

  private static Optional<String> problem(JsonNode body) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getKey().equals("message") && !field.getKey().equals("validate_only")) {
        return unknownName(field.getKey());
      }
    }
    JsonNode message = body.path("message");
    if (!message.isObject()) {
      return Optional.of("message must be an object");
    }
    return fields(message)
        .or(() -> target(message))
        .or(() -> data(message.path("data")))
        .or(() -> size(message));
  }

  private static Optional<String> fields(JsonNode message) {
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      String name = field.getKey();
      if (OBJECTS.contains(name)) {
        if (!field.getValue().isObject()) {
          return Optional.of("message." + name + " must be an object");
        }
      } else if (!TARGETS.contains(name) && !name.equals("name")) {
        return unknownName(name);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> target(JsonNode message) {
    List<String> given = TARGETS.stream().filter(message::has).toList();
    if (given.size() != 1) {
      return Optional.of("exactly one of token, topic and condition is required: " + given);
    }
    JsonNode value = message.path(given.getFirst());
    if (!value.isTextual() || value.textValue().isEmpty()) {
      return Optional.of("message." + given.getFirst() + " must be a string that is not empty");
    }
    if (given.getFirst().equals("topic") && !TOPIC.matcher(value.textValue()).matches()) {
      return Optional.of("message.topic must match " + TOPIC + " (without /topics/)");
    }
    return Optional.empty();
  }

  private static Optional<String> data(JsonNode data) {
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      if (!entry.getValue().isTextual()) {
        return Optional.of("message.data." + entry.getKey() + " must be a string");
      }
      if (RESERVED.matcher(entry.getKey()).matches()) {
        return Optional.of("message.data has the reserved key " + entry.getKey());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> size(JsonNode message) {
    ObjectNode payload = message.deepCopy();
    payload.remove(TARGETS);
    payload.remove(List.of("name", "fcm_options"));
    int size = payload.toString().getBytes(StandardCharsets.UTF_8).length;
    if (size > LARGEST_PAYLOAD_BYTES) {
      return Optional.of(
          "Android message is too big: " + size + " bytes, at most " + LARGEST_PAYLOAD_BYTES);
    }
    return Optional.empty();
  }

  private static Optional<String> unknownName(String name) {
    return Optional.of("Invalid JSON payload received. Unknown name \"" + name + "\"");
  }
}

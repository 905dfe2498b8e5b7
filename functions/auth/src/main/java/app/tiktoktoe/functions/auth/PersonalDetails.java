package app.tiktoktoe.functions.auth;

import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one preference that only a session of the account's own password may see and set, and the age
 * that all others see in its place. Stateless.
 */
final class PersonalDetails {
  static final String TYPE = "app.bsky.actor.defs#personalDetailsPref";
  private static final String AGE_TYPE = "app.bsky.actor.defs#declaredAgePref";
  private static final int DATE_CHARS = "2000-01-31".length();

  private PersonalDetails() {}

  static boolean mayBeSeenBy(Caller caller) {
    return caller.grant() instanceof Grant.Full;
  }

  static boolean isPersonal(JsonNode preference) {
    return preference.path("$type").asText().equals(TYPE);
  }

  /** What to keep of a list: the age is never kept, as it follows from the details. */
  static ArrayNode stored(JsonNode preferences) {
    return filtered(preferences, item -> !item.path("$type").asText().equals(AGE_TYPE));
  }

  /** The stored list with {@code preferences} in it, and the personal details that it had. */
  static ArrayNode kept(ArrayNode before, JsonNode preferences) {
    return filtered(before, PersonalDetails::isPersonal).addAll(stored(preferences));
  }

  /** A stored list as {@code caller} sees it at {@code now}. */
  static ArrayNode shown(ArrayNode stored, Caller caller, Instant now) {
    ArrayNode shown =
        mayBeSeenBy(caller) ? stored.deepCopy() : filtered(stored, item -> !isPersonal(item));
    for (JsonNode item : stored) {
      if (isPersonal(item)) {
        age(item.path("birthDate").asText(), now).ifPresent(years -> shown.add(declared(years)));
      }
    }
    return shown;
  }

  private static ArrayNode filtered(JsonNode list, Predicate<JsonNode> wanted) {
    ArrayNode filtered = JsonNodeFactory.instance.arrayNode();
    list.forEach(
        item -> {
          if (wanted.test(item)) {
            filtered.add(item);
          }
        });
    return filtered;
  }

  private static Optional<Integer> age(String birthDate, Instant now) {
    if (birthDate.length() < DATE_CHARS) {
      return Optional.empty();
    }
    try {
      LocalDate born = LocalDate.parse(birthDate.substring(0, DATE_CHARS));
      return Optional.of(Period.between(born, now.atZone(ZoneOffset.UTC).toLocalDate()).getYears());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static JsonNode declared(int years) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$type", AGE_TYPE)
        .put("isOverAge13", years >= 13)
        .put("isOverAge16", years >= 16)
        .put("isOverAge18", years >= 18);
  }
}

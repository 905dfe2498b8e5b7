package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed access to one object of a lexicon document; a wrong type is an exception that names it. */
record LexiconJson(JsonNode object, String place) {
  LexiconJson {
    if (!object.isObject()) {
      throw new InvalidLexiconException(place + " must be an object");
    }
  }

  boolean has(String field) {
    return object.has(field);
  }

  LexiconJson child(String field) {
    return new LexiconJson(object.path(field), place + "/" + field);
  }

  List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text(String field) {
    return textOf(object.path(field), field);
  }

  @Nullable String optionalText(String field) {
    return has(field) ? text(field) : null;
  }

  long integer(String field, long absent) {
    if (!has(field)) {
      return absent;
    }
    return integerOf(object.path(field), field);
  }

  boolean bool(String field) {
    JsonNode value = object.path(field);
    if (has(field) && !value.isBoolean()) {
      throw wrong(field, "a boolean");
    }
    return value.booleanValue();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    elements(field).forEach(element -> texts.add(textOf(element, field)));
    return texts;
  }

  List<Long> integers(String field) {
    List<Long> integers = new ArrayList<>();
    elements(field).forEach(element -> integers.add(integerOf(element, field)));
    return integers;
  }

  /** The elements of an array, none when it is absent. */
  JsonNode elements(String field) {
    JsonNode array = object.path(field);
    if (has(field) && !array.isArray()) {
      throw wrong(field, "an array");
    }
    return array;
  }

  Range range(String min, String max) {
    return new Range(integer(min, 0), integer(max, Long.MAX_VALUE));
  }

  private String textOf(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw wrong(field, "a string");
    }
    return value.textValue();
  }

  private long integerOf(JsonNode value, String field) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(field, "an integer");
    }
    return value.longValue();
  }

  private InvalidLexiconException wrong(String field, String expected) {
    return new InvalidLexiconException(place + "/" + field + " must be " + expected);
  }
}

package app.tiktoktoe.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A mapping of the catalogue and its place in it; what is wrong with it is added to the shared list
 * of faults.
 */
final class Entry {
  private final String place;
  private final JsonNode node;
  private final List<String> faults;

  Entry(String place, JsonNode node, List<String> faults) {
    this.place = place;
    this.node = node;
    this.faults = faults;
    if (!node.isObject() && !node.isMissingNode()) {
      fault("", "is not a mapping");
    }
  }

  void fault(String key, String what) {
    String at = key.isEmpty() ? place : place.isEmpty() ? key : place + "." + key;
    faults.add(at + (what.startsWith("is ") ? " " : ": ") + what);
  }

  Entry allowing(String... keys) {
    Set<String> unknown = new TreeSet<>(keys());
    unknown.removeAll(Set.of(keys));
    unknown.forEach(key -> fault(key, "is not a known key"));
    return this;
  }

  boolean has(String key) {
    return node.has(key);
  }

  Entry child(String key) {
    if (!node.has(key)) {
      fault(key, "is missing");
    }
    return optionalChild(key);
  }

  Entry optionalChild(String key) {
    String at = place.isEmpty() ? key : place + "." + key;
    return new Entry(at, node.has(key) ? node.get(key) : MissingNode.getInstance(), faults);
  }

  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  Map<String, Entry> children() {
    Map<String, Entry> children = new LinkedHashMap<>();
    keys().forEach(key -> children.put(key, optionalChild(key)));
    return children;
  }

  List<Entry> elements(String key) {
    List<Entry> elements = new ArrayList<>();
    for (JsonNode element : array(key)) {
      elements.add(new Entry(place + "." + key + "[" + elements.size() + "]", element, faults));
    }
    return elements;
  }

  List<String> texts(String key, Pattern shape) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(key)) {
      if (!element.isTextual() || !shape.matcher(element.asText()).matches()) {
        fault(key, element + " does not look like " + shape);
      } else if (texts.contains(element.asText())) {
        fault(key, element + " is listed twice");
      } else {
        texts.add(element.asText());
      }
    }
    return texts;
  }

  private JsonNode array(String key) {
    JsonNode value = node.path(key);
    if (!value.isArray() && !value.isMissingNode()) {
      fault(key, "is not a list");
    }
    return value.isArray() ? value : MissingNode.getInstance();
  }

  Optional<String> optionalText(String key, Pattern shape) {
    return node.has(key) ? Optional.of(text(key, shape)) : Optional.empty();
  }

  String text(String key, Pattern shape) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      fault(key, "is missing");
    } else if (!value.isTextual() || !shape.matcher(value.asText()).matches()) {
      fault(key, value + " does not look like " + shape);
    }
    return value.asText("");
  }

  <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    if (!node.has(key)) {
      return Optional.empty();
    }
    List<E> choices = List.of(type.getEnumConstants());
    Optional<E> chosen =
        choices.stream().filter(choice -> written(choice).equals(node.get(key).asText())).findAny();
    if (chosen.isEmpty()) {
      fault(key, node.get(key) + " is not one of " + choices.stream().map(Entry::written).toList());
    }
    return chosen;
  }

  private static String written(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  boolean optionalFlag(String key) {
    JsonNode value = node.path(key);
    if (!value.isBoolean() && !value.isMissingNode()) {
      fault(key, value + " is neither true nor false");
    }
    return value.asBoolean();
  }

  Optional<Integer> optionalNumber(String key, int least, int most) {
    return node.has(key) ? Optional.of(number(key, least, most)) : Optional.empty();
  }

  int number(String key, int least, int most) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      fault(key, "is missing");
    } else if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
      fault(key, value + " is not a whole number in " + least + ".." + most);
    }
    return value.asInt();
  }
}

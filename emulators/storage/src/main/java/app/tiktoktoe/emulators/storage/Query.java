package app.tiktoktoe.emulators.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decoded parameters of a query, in their order. */
record Query(List<Parameter> parameters) {

  record Parameter(String name, String value) {}

  Query {
    parameters = List.copyOf(parameters);
  }

  static Query parse(@Nullable String raw) {
    List<Parameter> parameters = new ArrayList<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (!name.isEmpty()) {
          parameters.add(new Parameter(decode(name), decode(value)));
        }
      }
    }
    return new Query(parameters);
  }

  private static String decode(String raw) {
    return Uris.decode(raw.replace('+', ' '));
  }

  @Nullable String get(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::value)
        .findFirst()
        .orElse(null);
  }

  String require(String name) {
    String value = get(name);
    if (value == null) {
      throw new RefusedException(400, "required", "InvalidArgument", "Required parameter: " + name);
    }
    return value;
  }

  @Nullable Long number(String name) {
    String value = get(name);
    return value == null ? null : parseNumber(name, value);
  }

  static long parseNumber(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw RefusedException.invalid("Invalid value for " + name + ": " + value);
    }
  }
}

package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cbor.JsonForm;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * @param allowed the only values allowed; empty when any is
 */
record IntegerSchema(
    long minimum, long maximum, List<Long> allowed, @Nullable JsonNode defaultValue)
    implements Schema {
  IntegerSchema {
    allowed = List.copyOf(allowed);
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    if (!JsonForm.isInteger(value)) {
      return LexiconViolation.at(path, "must be an integer");
    }
    long number = value.longValue();
    if (!allowed.isEmpty() && !allowed.contains(number)) {
      return LexiconViolation.at(path, "must be one of (" + choices() + ")");
    }
    if (number > maximum) {
      return LexiconViolation.at(path, "can not be greater than " + maximum);
    }
    if (number < minimum) {
      return LexiconViolation.at(path, "can not be less than " + minimum);
    }
    return null;
  }

  private String choices() {
    return allowed.stream().map(String::valueOf).collect(Collectors.joining("|"));
  }
}

package app.tiktoktoe.atproto.lexicon;

import org.jspecify.annotations.Nullable;

/** Bounds of a length, both inclusive. */
record Range(long min, long max) {
  boolean isUnbounded() {
    return min <= 0 && max == Long.MAX_VALUE;
  }

  @Nullable String lengthComplaint(long length, String unit) {
    if (length > max) {
      return "must not be longer than " + max + " " + unit;
    }
    return length < min ? "must not be shorter than " + min + " " + unit : null;
  }

  @Nullable String countComplaint(long count) {
    if (count > max) {
      return "must not have more than " + max + " elements";
    }
    return count < min ? "must not have fewer than " + min + " elements" : null;
  }
}

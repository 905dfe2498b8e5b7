package app.tiktoktoe.functions.sync;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes from {@code first} to {@code last}, both included.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, 14</a>
 */
record ByteRange(long first, long last) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

  long length() {
    return last - first + 1;
  }

  /** What a {@code Range} header comes to. */
  sealed interface Asked {
    /** Everything: there is no header, or one that a server may pass over. */
    record All() implements Asked {}

    /** A part. */
    record Part(ByteRange range) implements Asked {}

    /** Nothing that there is. */
    record Unsatisfiable() implements Asked {}
  }

  static Asked of(Optional<String> header, long sizeBytes) {
    Matcher range = HEADER.matcher(header.orElse(""));
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new Asked.All();
    }
    return range.group(1).isEmpty()
        ? last(Long.parseLong(range.group(2)), sizeBytes)
        : from(Long.parseLong(range.group(1)), range.group(2), sizeBytes);
  }

  private static Asked last(long count, long sizeBytes) {
    return count == 0 || sizeBytes == 0
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(Math.max(0, sizeBytes - count), sizeBytes - 1));
  }

  private static Asked from(long first, String end, long sizeBytes) {
    long last = end.isEmpty() ? sizeBytes - 1 : Math.min(Long.parseLong(end), sizeBytes - 1);
    if (!end.isEmpty() && Long.parseLong(end) < first) {
      return new Asked.All();
    }
    return first >= sizeBytes
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(first, last));
  }
}

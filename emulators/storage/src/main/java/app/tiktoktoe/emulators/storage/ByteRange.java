package app.tiktoktoe.emulators.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An inclusive range of bytes; it is empty when it lies outside of the content. */
record ByteRange(long first, long last) {
  private static final Pattern SHAPE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The range of a {@code Range} header, null for the whole: also for what is not understood. */
  static @Nullable ByteRange parse(@Nullable String header, long size) {
    Matcher matcher = SHAPE.matcher(header == null ? "" : header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return null;
    }
    if (matcher.group(1).isEmpty()) {
      long count = Long.parseLong(matcher.group(2));
      return new ByteRange(count == 0 ? size : Math.max(0, size - count), size - 1);
    }
    long first = Long.parseLong(matcher.group(1));
    if (matcher.group(2).isEmpty()) {
      return new ByteRange(first, size - 1);
    }
    long last = Long.parseLong(matcher.group(2));
    return last < first ? null : new ByteRange(first, Math.min(last, size - 1));
  }

  boolean isEmpty() {
    return first > last;
  }

  long length() {
    return last - first + 1;
  }
}

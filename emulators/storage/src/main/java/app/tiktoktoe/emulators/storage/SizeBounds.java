package app.tiktoktoe.emulators.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sizes in bytes that {@code x-goog-content-length-range} permits, both inclusive. */
record SizeBounds(long least, long most) {
  static final SizeBounds NONE = new SizeBounds(0, Long.MAX_VALUE);
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,18}),(\\d{1,18})");

  static SizeBounds parse(@Nullable String header) {
    if (header == null) {
      return NONE;
    }
    Matcher matcher = SHAPE.matcher(header.strip());
    if (!matcher.matches()) {
      throw RefusedException.invalid("Invalid x-goog-content-length-range: " + header);
    }
    return new SizeBounds(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  void check(long sizeBytes) {
    checkMost(sizeBytes);
    if (sizeBytes < least) {
      throw new RefusedException(
          400,
          "invalid",
          "EntityTooSmall",
          "Your proposed upload is smaller than the minimum object size: " + least);
    }
  }

  void checkMost(long sizeBytes) {
    if (sizeBytes > most) {
      throw new RefusedException(
          400,
          "invalid",
          "EntityTooLarge",
          "Your proposed upload exceeds the maximum object size: " + most);
    }
  }
}

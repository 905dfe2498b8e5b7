package app.tiktoktoe.emulators.storage;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of an upload a request carries.
 *
 * @param first offset of the first byte, null when the request carries none
 * @param length in bytes, null when it reaches to the end of the body
 * @param total of the whole upload in bytes, null when it is not known yet
 */
record ContentRange(@Nullable Long first, @Nullable Long length, @Nullable Long total) {
  private static final Pattern SHAPE =
      Pattern.compile("bytes (?:\\*|(\\d{1,18})-(\\d{1,18})|(\\d{1,18})-\\*)/(?:\\*|(\\d{1,18}))");

  /** Without a header the body is the whole upload. */
  static ContentRange parse(@Nullable String header, @Nullable Long bodyLength) {
    if (header == null) {
      return new ContentRange(0L, bodyLength, bodyLength);
    }
    Matcher matcher = SHAPE.matcher(header.strip());
    if (!matcher.matches()) {
      throw RefusedException.invalid("Failed to parse Content-Range header: " + header);
    }
    Long total = matcher.group(4) == null ? null : Long.valueOf(matcher.group(4));
    if (matcher.group(3) != null) {
      return new ContentRange(Long.valueOf(matcher.group(3)), bodyLength, total);
    }
    if (matcher.group(1) == null) {
      return new ContentRange(null, null, total);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    if (last < first || (total != null && last >= total)) {
      throw RefusedException.invalid("Invalid Content-Range header: " + header);
    }
    return new ContentRange(first, last - first + 1, total);
  }
}

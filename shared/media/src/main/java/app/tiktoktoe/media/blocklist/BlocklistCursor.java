package app.tiktoktoe.media.blocklist;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Query;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a part of the list ended, as a client gives it back: {@code {seconds}.{nanoseconds}~{cid}}.
 */
record BlocklistCursor(Timestamp at, String id) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,10})\\.([0-9]{1,9})~([a-z0-9]{1,100})");

  /** Refuses, by an {@link IllegalArgumentException}, what {@link #text} did not make. */
  static BlocklistCursor parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("not a cursor");
    }
    Timestamp at =
        Timestamp.ofTimeSecondsAndNanos(
            Long.parseLong(found.group(1)), Integer.parseInt(found.group(2)));
    return new BlocklistCursor(at, found.group(3));
  }

  String text() {
    return at.getSeconds() + "." + at.getNanos() + "~" + id;
  }

  Query after(Query query) {
    return query.startAfter(at, id);
  }
}

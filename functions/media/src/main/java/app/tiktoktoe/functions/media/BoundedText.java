package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a child says, of which it may say 16 Mi characters. Used by one thread, once. */
final class BoundedText {
  private static final long MAX_CHARS = 16L * 1024 * 1024;
  private static final int MAX_LINE_CHARS = 16 * 1024;
  private static final int BUFFER_CHARS = 8192;

  private final InputStream in;

  BoundedText(InputStream in) {
    this.in = in;
  }

  /** Gives all of it away, piece by piece; false when there was more than there may be. */
  boolean readAll(Consumer<String> pieces) throws IOException {
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      char[] buffer = new char[BUFFER_CHARS];
      long total = 0;
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        total += count;
        if (total > MAX_CHARS) {
          return false;
        }
        pieces.accept(new String(buffer, 0, count));
      }
      return true;
    }
  }

  /** The same by lines, of each the first 16 Ki characters. */
  boolean readLines(Consumer<String> lines) throws IOException {
    StringBuilder line = new StringBuilder();
    boolean within = readAll(piece -> split(piece, line, lines));
    if (!line.isEmpty()) {
      lines.accept(line.toString());
    }
    return within;
  }

  private static void split(String piece, StringBuilder line, Consumer<String> lines) {
    int start = 0;
    for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      append(line, piece, start, end);
      lines.accept(line.toString());
      line.setLength(0);
      start = end + 1;
    }
    append(line, piece, start, piece.length());
  }

  private static void append(StringBuilder line, String piece, int start, int end) {
    line.append(piece, start, Math.min(end, start + MAX_LINE_CHARS - line.length()));
  }
}

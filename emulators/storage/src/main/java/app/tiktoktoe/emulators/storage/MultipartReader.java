package app.tiktoktoe.emulators.storage;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a multipart body, one after the other, without holding any of them. */
final class MultipartReader {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/.*;\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+)).*");
  private static final int LINE_LIMIT_BYTES = 16_384;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int end;

  MultipartReader(InputStream in, @Nullable String contentType) {
    Matcher matcher = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!matcher.matches()) {
      throw RefusedException.invalid("No multipart boundary in Content-Type: " + contentType);
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first boundary may open the body, without the line end before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.end = 2;
  }

  /** Skips what is left of the part at hand; null after the last part. */
  @Nullable Headers nextPart() throws IOException {
    body().transferTo(OutputStream.nullOutputStream());
    position += delimiter.length;
    String rest = line();
    if (rest.startsWith("--")) {
      return null;
    }
    Headers headers = new Headers();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw RefusedException.invalid("Malformed header in a part: " + line);
      }
      headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return headers;
  }

  Headers requirePart() throws IOException {
    Headers headers = nextPart();
    if (headers == null) {
      throw RefusedException.invalid("The multipart body has too few parts");
    }
    return headers;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (position == end && !fill()) {
        // The closing boundary may end the body without a line end.
        return line.toString(StandardCharsets.UTF_8);
      }
      byte b = buffer[position++];
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(b);
      if (line.size() > LINE_LIMIT_BYTES) {
        throw RefusedException.invalid("A part's header is too long");
      }
    }
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, end - position);
    end -= position;
    position = 0;
    int n = in.read(buffer, end, buffer.length - end);
    end += Math.max(n, 0);
    return n > 0;
  }

  /** The bytes of the part at hand. */
  InputStream body() {
    return new PartStream();
  }

  private final class PartStream extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      while (true) {
        int at = indexOfDelimiter();
        if (at == position) {
          return -1;
        }
        int safe = at >= 0 ? at - position : end - position - delimiter.length + 1;
        if (safe > 0) {
          int n = Math.min(safe, length);
          System.arraycopy(buffer, position, target, offset, n);
          position += n;
          return n;
        }
        if (!fill()) {
          throw RefusedException.invalid("The multipart body ends before its last boundary");
        }
      }
    }
  }

  private int indexOfDelimiter() {
    for (int i = position; i + delimiter.length <= end; i++) {
      if (buffer[i] == '\r'
          && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        return i;
      }
    }
    return -1;
  }
}

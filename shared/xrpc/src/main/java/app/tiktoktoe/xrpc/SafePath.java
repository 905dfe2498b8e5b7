package app.tiktoktoe.xrpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Decodes a raw path: splits it first and decodes each segment alone, so that the balancer, the
 * framework and we see the same segments. What can be read in two ways is refused: empty segments,
 * {@code .} and {@code ..}, parameters after a semicolon, encoded slashes, control characters and
 * what is no UTF-8. Stateless.
 */
final class SafePath {
  private static final int MAX_CHARACTERS = 2048;

  private SafePath() {}

  /**
   * The decoded path.
   *
   * @throws RefusalException for a path that is not one
   */
  static String decode(String rawPath) {
    if (rawPath.length() > MAX_CHARACTERS) {
      throw refusal("The path is longer than " + MAX_CHARACTERS + " characters");
    }
    if (rawPath.equals("/")) {
      return rawPath;
    }
    if (!rawPath.startsWith("/")) {
      throw refusal("The path does not begin with a slash");
    }
    return Arrays.stream(rawPath.split("/", -1))
        .skip(1)
        .map(SafePath::segment)
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String segment(String raw) {
    if (raw.contains(";")) {
      throw refusal("The path has parameters");
    }
    String segment = percentDecoded(raw);
    if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
      throw refusal("The path has a segment that is empty or relative");
    }
    boolean unsafe = segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ' || c == 0x7f);
    if (unsafe) {
      throw refusal("The path has a segment with a slash or a control character");
    }
    return segment;
  }

  private static String percentDecoded(String raw) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(hexByte(raw, i + 1));
        i += 2;
      } else if (c > 0x7e) {
        throw refusal("The path is not percent-encoded");
      } else {
        bytes.write(c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw refusal("The path is not UTF-8");
    }
  }

  private static int hexByte(String raw, int at) {
    if (at + 2 > raw.length()) {
      throw refusal("The path is not percent-encoded");
    }
    int high = Character.digit(raw.charAt(at), 16);
    int low = Character.digit(raw.charAt(at + 1), 16);
    if (high < 0 || low < 0) {
      throw refusal("The path is not percent-encoded");
    }
    return high * 16 + low;
  }

  private static RefusalException refusal(String message) {
    return Refusal.invalid(message).asException();
  }
}

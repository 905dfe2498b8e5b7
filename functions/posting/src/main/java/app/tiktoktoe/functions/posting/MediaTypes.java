package app.tiktoktoe.functions.posting;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells the media types of pictures and videos by their first bytes. Stateless. */
final class MediaTypes {
  /** How many first bytes tell. */
  static final int SNIFFED_BYTES = 16;

  private MediaTypes() {}

  /** The type that {@code first} shows, if it shows one that this knows. */
  static Optional<String> sniff(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of("image/gif");
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of("image/webp");
    }
    return text.startsWith("ftyp", 4) ? brand(text.substring(8)) : Optional.empty();
  }

  /** The major brand of an ISO base media file: not each is a video. */
  private static Optional<String> brand(String rest) {
    if (rest.startsWith("avif") || rest.startsWith("avis")) {
      return Optional.of("image/avif");
    }
    if (rest.startsWith("qt  ")) {
      return Optional.of("video/quicktime");
    }
    boolean video =
        rest.startsWith("iso")
            || rest.startsWith("mp4")
            || rest.startsWith("avc1")
            || rest.startsWith("M4V")
            || rest.startsWith("dash");
    return video ? Optional.of("video/mp4") : Optional.empty();
  }
}

package app.tiktoktoe.functions.video;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Which files are taken for videos before a worker looks closely. Stateless. */
final class VideoTypes {
  private static final Set<String> DECLARED =
      Set.of(
          "video/mp4",
          "video/quicktime",
          "video/webm",
          "video/x-matroska",
          "video/x-m4v",
          "video/3gpp");
  private static final Set<String> FIRST_BOXES =
      Set.of("ftyp", "moov", "mdat", "wide", "free", "skip");
  private static final int EBML_MAGIC = 0x1A45DFA3;

  private VideoTypes() {}

  /** Whether a client may say so; parameters such as {@code codecs} do not count. */
  static boolean isDeclared(String mimeType) {
    return DECLARED.contains(mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  /** Whether the first bytes are those of an MP4, QuickTime, WebM or Matroska file. */
  static boolean begins(byte[] head) {
    if (head.length < 8) {
      return false;
    }
    return ByteBuffer.wrap(head).getInt() == EBML_MAGIC
        || FIRST_BOXES.contains(new String(head, 4, 4, StandardCharsets.ISO_8859_1));
  }
}

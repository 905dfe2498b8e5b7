package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The kinds of file that are accepted, told by their first bytes and by nothing else. */
enum Container {
  /** MP4, M4V, QuickTime, 3GP. */
  MP4("mov"),
  /** WebM and Matroska. */
  MATROSKA("matroska");

  private static final int HEAD_BYTES = 4096;
  private static final int EBML_MAGIC = 0x1A45DFA3;
  private static final Set<String> IMAGE_BRANDS =
      Set.of(
          "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif", "avis", "crx ", "jp2 ");
  private static final Set<String> FIRST_BOXES = Set.of("moov", "mdat", "wide", "free", "skip");

  private final String demuxer;

  Container(String demuxer) {
    this.demuxer = demuxer;
  }

  /** The name of ffmpeg's reader, which is forced: guessing would open playlists. */
  String demuxer() {
    return demuxer;
  }

  /** Looks at the beginning of a file. */
  static Optional<Container> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES));
    }
  }

  static Optional<Container> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.length() < 12) {
      return Optional.empty();
    }
    if (ByteBuffer.wrap(head).getInt() == EBML_MAGIC) {
      return text.contains("webm") || text.contains("matroska")
          ? Optional.of(MATROSKA)
          : Optional.empty();
    }
    String type = text.substring(4, 8);
    boolean movie =
        type.equals("ftyp")
            ? !IMAGE_BRANDS.contains(text.substring(8, 12))
            : FIRST_BOXES.contains(type);
    return movie ? Optional.of(MP4) : Optional.empty();
  }
}

package app.tiktoktoe.media.captions;

import app.tiktoktoe.atproto.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of a video's captions: for each language its text and an HLS playlist of that one file,
 * and {@code playlist.m3u8}, the video's own master with these as its subtitles (RFC 8216). They
 * lie in a folder of the video's own, so the master names the variants by {@code ../}. Immutable.
 *
 * @param files by name, the master last
 */
record CaptionSet(Map<String, byte[]> files) {
  /** The name of a master playlist. */
  static final String MASTER = "playlist.m3u8";

  private static final int HASH_DIGITS = 32;
  private static final String LENGTH = "#EXTINF:";

  CaptionSet {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * Makes them.
   *
   * @param master the video's own master playlist
   * @param variant the media playlist of any of its variants
   * @param captions no language twice
   */
  static CaptionSet of(String master, String variant, List<Caption> captions) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String duration = String.format(Locale.ROOT, "%.3f", seconds(variant));
    long target = (long) Math.ceil(seconds(variant));
    for (Caption caption : captions) {
      files.put(caption.language() + ".vtt", bytes(caption.text().toText()));
      files.put(
          caption.language() + ".m3u8",
          bytes(
              """
              #EXTM3U
              #EXT-X-VERSION:7
              #EXT-X-TARGETDURATION:%d
              #EXT-X-MEDIA-SEQUENCE:0
              #EXT-X-PLAYLIST-TYPE:VOD
              #EXTINF:%s,
              %s.vtt
              #EXT-X-ENDLIST
              """
                  .formatted(target, duration, caption.language())));
    }
    files.put(MASTER, bytes(CaptionedMaster.of(master, captions)));
    return new CaptionSet(files);
  }

  private static double seconds(String playlist) {
    return playlist
        .lines()
        .filter(line -> line.startsWith(LENGTH))
        .mapToDouble(
            line -> Double.parseDouble(line.substring(LENGTH.length()).replaceAll(",.*", "")))
        .sum();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Follows from every byte of the files: an address with it is the address of these alone. */
  String hash() {
    MessageDigest digest = Sha256.newDigest();
    files.forEach(
        (name, content) -> {
          digest.update(bytes(name + " " + content.length + "\n"));
          digest.update(content);
        });
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
  }
}

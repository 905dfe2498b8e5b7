package app.tiktoktoe.functions.media;

import java.time.Duration;
import java.util.Optional;

/**
 * What an accepted original holds.
 *
 * @param width as it is shown: rotated, with square pixels
 * @param rotation clockwise degrees that its pictures are turned by when shown, 0 to 359
 * @param frameRate the rate that is encoded, as ffmpeg takes it, for example {@code 30000/1001}
 * @param variableFrameRate whether its pictures do not come at even intervals
 * @param frames pictures, as counted without decoding
 * @param audio the track that is kept; empty for a silent video
 */
record SourceVideo(
    Container container,
    int width,
    int height,
    int rotation,
    Pixels pixels,
    String frameRate,
    boolean variableFrameRate,
    long frames,
    Duration duration,
    Optional<Audio> audio) {

  /**
   * How a picture is stored. Colours are named as ffmpeg does (ITU-T H.273), or {@code unknown}.
   *
   * @param format for example {@code yuv420p10le}
   * @param bits of each component
   * @param fullRange whether black is 0, and not 16 of 255
   * @param matrix for example {@code bt2020nc}
   * @param primaries for example {@code bt2020}
   * @param transfer for example {@code arib-std-b67}
   * @param interlaced whether a picture is two of different times, in alternate lines
   */
  record Pixels(
      String format,
      int bits,
      boolean fullRange,
      String matrix,
      String primaries,
      String transfer,
      boolean interlaced) {
    static final String UNKNOWN = "unknown";

    /** Whether light is stored as PQ or HLG. */
    boolean isHdr() {
      return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }
  }

  /**
   * A track of sound.
   *
   * @param channels 0 when its layout has a name that says no number
   * @param layout as ffmpeg names it, for example {@code 5.1(side)}
   */
  record Audio(int channels, String layout) {}

  boolean hasAudio() {
    return audio.isPresent();
  }
}

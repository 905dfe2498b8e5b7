package app.tiktoktoe.functions.media;

import java.util.ArrayList;
import java.util.List;

/**
 * One size in which a video can be played. All sides are even.
 *
 * @param maxKbps the peak rate of the pictures
 * @param bufferKbits how much the peak may be exceeded by at once
 */
record Rendition(int width, int height, int maxKbps, int bufferKbits) {
  /** The rate of the sound, which all renditions have in common. */
  static final int AUDIO_KBPS = 128;

  private static final int[] LOWER_SIDES = {360, 540, 720};
  private static final int TOP_SHORT_SIDE = 1080;
  private static final int TOP_LONG_SIDE = 1920;
  private static final double BETWEEN = 1.25;
  private static final int MIN_SIDE = 16;
  private static final int MIN_KBPS = 200;
  private static final int MAX_KBPS = 4000;

  /** Two seconds of it, nine tenths of a second more at once, and the sound are 285 kB. */
  private static final int MAX_SMALLEST_KBPS = 700;

  /**
   * The renditions of a source, the smallest first. The largest fits into 1080 by 1920 pixels,
   * either way round, and is never larger than the source; the others have short sides of 360, 540
   * and 720, each at most four fifths of the largest's.
   */
  static List<Rendition> of(SourceVideo source) {
    double shortSide = Math.min(source.width(), source.height());
    double longSide = Math.max(source.width(), source.height());
    double top =
        Math.min(shortSide, Math.min(TOP_SHORT_SIDE, TOP_LONG_SIDE * shortSide / longSide));
    List<Rendition> renditions = new ArrayList<>();
    for (int side : LOWER_SIDES) {
      if (side * BETWEEN <= top) {
        renditions.add(scaled(source, side / shortSide, renditions.isEmpty()));
      }
    }
    renditions.add(scaled(source, top / shortSide, renditions.isEmpty()));
    return List.copyOf(renditions);
  }

  /** Playback begins with the first segment of the smallest, so that is kept small. */
  private static Rendition scaled(SourceVideo source, double factor, boolean smallest) {
    int width = even(source.width() * factor);
    int height = even(source.height() * factor);
    int kbps = kbps(width, height);
    int smallKbps = Math.min(kbps, MAX_SMALLEST_KBPS);
    return smallest
        ? new Rendition(width, height, smallKbps, smallKbps)
        : new Rendition(width, height, kbps, 2 * kbps);
  }

  private static int even(double pixels) {
    return Math.max(MIN_SIDE, 2 * (int) Math.floor(pixels / 2 + 0.01));
  }

  /** 600 kbit/s for 360 by 640; sixteen times the pixels need eleven times the rate. */
  private static int kbps(int width, int height) {
    double side = Math.sqrt(width * height * 9.0 / 16);
    return Math.clamp(Math.round(600 * Math.pow(side / 360, 1.75)), MIN_KBPS, MAX_KBPS);
  }

  int shortSide() {
    return Math.min(width, height);
  }

  /** Its folder, for example {@code 360p}. */
  String name() {
    return shortSide() + "p";
  }

  /** x264's preset: at low rates a slower one is worth its time, which is little there. */
  String preset() {
    return shortSide() <= 540 ? "veryfast" : "superfast";
  }
}

package app.tiktoktoe.functions.media;

import java.util.List;

/**
 * One size in which a video can be played. All sides are even.
 *
 * @param name its folder, for example {@code high}
 * @param maxKbps the peak rate of the pictures
 */
record Rendition(String name, int width, int height, int maxKbps, int audioKbps) {
  private static final int TOP_SIDE = 1280;
  private static final int LOW_SIDE = 640;
  private static final int MIN_SIDE = 16;

  /**
   * The two renditions of a source, the smaller first. The larger has a long side of at most 1280
   * pixels and is never larger than the source; the smaller has 640, or half of a small source.
   */
  static List<Rendition> of(SourceVideo source) {
    int longSide = Math.max(source.width(), source.height());
    int top = Math.min(longSide, TOP_SIDE);
    int low = top * 3 >= LOW_SIDE * 4 ? LOW_SIDE : top / 2;
    return List.of(scaled("low", source, low, 900, 64), scaled("high", source, top, 3000, 128));
  }

  private static Rendition scaled(
      String name, SourceVideo source, int longSide, int maxKbps, int audioKbps) {
    double factor = (double) longSide / Math.max(source.width(), source.height());
    return new Rendition(
        name, even(source.width() * factor), even(source.height() * factor), maxKbps, audioKbps);
  }

  private static int even(double pixels) {
    return Math.max(MIN_SIDE, 2 * (int) Math.floor(pixels / 2 + 0.01));
  }
}

package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One picture of many small ones, for scrubbing, and the WebVTT file that says which part of it
 * belongs to which time.
 *
 * @param intervalS seconds from one picture to the next
 * @param count of pictures, 1 to 100
 * @param width of each
 * @param height of each
 */
record FrameSheet(int intervalS, int count, int width, int height) {
  static final String PICTURE = "sprite.jpg";
  static final String TIMES = "sprite.vtt";

  private static final int MAX_COUNT = 100;
  private static final int COLUMNS = 10;
  private static final int SHORT_SIDE = 90;

  /** The sheet of a video, of pictures that look like {@code rendition}. */
  static FrameSheet of(Duration duration, Rendition rendition) {
    long millis = Math.max(1, duration.toMillis());
    int intervalS = (int) Math.ceilDiv(millis, 1000L * MAX_COUNT);
    int count = (int) Math.ceilDiv(millis, 1000L * intervalS);
    Size size = Size.of(rendition, SHORT_SIDE);
    return new FrameSheet(intervalS, count, size.width(), size.height());
  }

  /**
   * Sides of a small picture, even.
   *
   * @param width in pixels
   * @param height in pixels
   */
  record Size(int width, int height) {
    /** The size of {@code rendition} made as small as {@code shortSide}. */
    static Size of(Rendition rendition, int shortSide) {
      double factor = Math.min(1.0, (double) shortSide / rendition.shortSide());
      return new Size(even(rendition.width() * factor), even(rendition.height() * factor));
    }

    private static int even(double pixels) {
      return Math.max(2, 2 * (int) Math.round(pixels / 2));
    }
  }

  int columns() {
    return Math.min(count, COLUMNS);
  }

  int rows() {
    return Math.ceilDiv(count, COLUMNS);
  }

  /** Writes {@link #TIMES} beside the picture. */
  void writeTimes(Path folder, Duration duration) throws IOException {
    List<String> lines = new ArrayList<>(List.of("WEBVTT"));
    for (int i = 0; i < count; i++) {
      Duration end = Duration.ofSeconds((long) intervalS * (i + 1));
      lines.add("");
      lines.add(
          time(Duration.ofSeconds((long) intervalS * i))
              + " --> "
              + time(end.compareTo(duration) < 0 ? end : duration));
      lines.add(
          "%s#xywh=%d,%d,%d,%d"
              .formatted(PICTURE, i % COLUMNS * width, i / COLUMNS * height, width, height));
    }
    Files.write(folder.resolve(TIMES), lines);
  }

  private static String time(Duration time) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        time.toHours(),
        time.toMinutesPart(),
        time.toSecondsPart(),
        time.toMillisPart());
  }
}

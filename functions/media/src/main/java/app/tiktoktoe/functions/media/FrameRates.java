package app.tiktoktoe.functions.media;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures a second: what ffmpeg says of a source, and what it is encoded at. A camera's clock is
 * never exact, so a rate that is close to a standard one becomes that one. Stateless.
 */
final class FrameRates {
  private static final double MAX = 60;
  private static final double CLOSE = 0.01;
  private static final double EXACT = 0.0001;

  /** As many as 90 seconds of 3840 by 2160 at 60 a second have: half of what can be in time. */
  private static final long MANY_PIXELS = 90L * 60 * 3840 * 2160;

  private static final double FALLBACK = 30;
  private static final String[] STANDARD = {
    "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60"
  };
  private static final Pattern RATE = Pattern.compile(" (\\d{1,6}(?:\\.\\d{1,3})?) fps");
  private static final Pattern TICKS = Pattern.compile(" (\\d{1,3}(?:\\.\\d{1,3})?) tbr");

  private FrameRates() {}

  /**
   * The rate to encode at, as ffmpeg takes it: the video's own; a half, a third and so on of one
   * above 60; when pictures come unevenly a standard one that drops few, at least 30 where its
   * ticks allow it.
   *
   * @param video what follows {@code Video: } in the stream's line
   */
  static String encoded(String video) {
    Optional<Double> average = first(RATE, video);
    Optional<Double> ticks = first(TICKS, video);
    double rate = average.or(() -> ticks).orElse(FALLBACK);
    if (!isEven(average, ticks)) {
      return standardAbove(Math.max(rate, Math.min(FALLBACK, ticks.orElse(FALLBACK))));
    }
    return named(rate / Math.ceil(rate / (MAX * (1 + CLOSE))));
  }

  /**
   * The rate that can be encoded in time: half of one above 30 when there is very much to decode.
   *
   * @param pixels of all pictures of the source together
   */
  static String inTime(String rate, long pixels) {
    return pixels > MANY_PIXELS && value(rate) > FALLBACK * (1 + CLOSE)
        ? named(value(rate) / 2)
        : rate;
  }

  /** Of an interlaced video each picture takes two ticks. */
  private static boolean isEven(Optional<Double> average, Optional<Double> ticks) {
    return average.equals(ticks) || average.map(rate -> 2 * rate).equals(ticks);
  }

  private static String standardAbove(double rate) {
    for (String name : STANDARD) {
      if (value(name) >= rate * (1 - EXACT)) {
        return name;
      }
    }
    return STANDARD[STANDARD.length - 1];
  }

  /** The nearest standard rate when it is close, else the rate itself, which is at least 1. */
  private static String named(double rate) {
    String nearest = STANDARD[0];
    for (String name : STANDARD) {
      if (Math.abs(value(name) - rate) <= Math.abs(value(nearest) - rate)) {
        nearest = name;
      }
    }
    if (Math.abs(value(nearest) - rate) <= CLOSE * rate) {
      return nearest;
    }
    return Math.round(Math.max(1, rate) * 1000) + "/1000";
  }

  /** The number that a rate stands for. */
  static double value(String rate) {
    int slash = rate.indexOf('/');
    return slash < 0
        ? Double.parseDouble(rate)
        : Double.parseDouble(rate.substring(0, slash))
            / Double.parseDouble(rate.substring(slash + 1));
  }

  /** Whether the pictures cannot all be as far apart as the stream's ticks are. */
  static boolean isVariable(String video, long frames, Duration duration) {
    Optional<Double> ticks = first(TICKS, video);
    Optional<Double> average = first(RATE, video);
    if (ticks.isEmpty() || !isEven(average, ticks)) {
      return true;
    }
    double expected = average.orElse(ticks.get()) * duration.toMillis() / 1000;
    return Math.abs(frames - expected) > 2 + expected / 50;
  }

  private static Optional<Double> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(Double.valueOf(matcher.group(1))) : Optional.empty();
  }
}

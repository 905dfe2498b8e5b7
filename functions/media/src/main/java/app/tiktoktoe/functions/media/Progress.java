package app.tiktoktoe.functions.media;

import java.time.Duration;
import java.util.Optional;

/** Lines that ffmpeg writes for {@code -progress}. Stateless. */
final class Progress {
  private static final String TIME = "out_time_us=";

  private static final String FRAMES = "frame=";

  private Progress() {}

  /** How many pictures were written, when the line says it. */
  static Optional<Long> frames(String line) {
    if (!line.startsWith(FRAMES)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(line.substring(FRAMES.length()).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** How far the output is, when the line says it; never negative. */
  static Optional<Duration> time(String line) {
    if (!line.startsWith(TIME)) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(line.substring(TIME.length()));
      return Optional.of(Duration.ofNanos(Math.max(0, micros) * 1000));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The share of {@code whole} that {@code part} is, 0 to 100. */
  static int percent(Duration part, Duration whole) {
    return Math.clamp(100 * part.toMillis() / Math.max(1, whole.toMillis()), 0, 100);
  }
}

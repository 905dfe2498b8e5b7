package app.tiktoktoe.media.captions;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and when it is shown. Immutable.
 *
 * @param startMs milliseconds from the beginning of the video
 * @param endMs later than {@code startMs}
 * @param settings where it is shown, as {@link CueSettings} has it; may be empty
 * @param text as {@link CueText} has it; not empty
 */
record Cue(long startMs, long endMs, String settings, String text) {
  static final String ARROW = "-->";

  private static final String TIME = "(?:(\\d{2,4}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})";
  private static final Pattern TIMING =
      Pattern.compile("[ \t]*" + TIME + "[ \t]*-->[ \t]*" + TIME + "(?:[ \t]+(.*))?");

  /** Reads a block of lines; empty when it is no cue, or one that would never be seen. */
  static Optional<Cue> parse(List<String> block) {
    int timing = block.getFirst().contains(ARROW) ? 0 : 1;
    if (block.size() <= timing) {
      return Optional.empty();
    }
    Matcher times = TIMING.matcher(block.get(timing));
    List<String> payload = block.subList(timing + 1, block.size());
    if (!times.matches() || payload.stream().anyMatch(line -> line.contains(ARROW))) {
      return Optional.empty();
    }
    long start = milliseconds(times, 1);
    long end = milliseconds(times, 5);
    String text = CueText.clean(String.join("\n", payload));
    return end > start && !text.isEmpty()
        ? Optional.of(new Cue(start, end, CueSettings.clean(times.group(9)), text))
        : Optional.empty();
  }

  private static long milliseconds(Matcher times, int group) {
    String hours = times.group(group);
    long minutes = 60L * (hours == null ? 0 : number(hours)) + number(times.group(group + 1));
    return 1000 * (60 * minutes + number(times.group(group + 2))) + number(times.group(group + 3));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /** Adds its lines, the last one ended. */
  void appendTo(StringBuilder file) {
    file.append(time(startMs)).append(' ').append(ARROW).append(' ').append(time(endMs));
    if (!settings.isEmpty()) {
      file.append(' ').append(settings);
    }
    file.append('\n').append(text).append('\n');
  }

  private static String time(long ms) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        ms / 3_600_000,
        ms / 60_000 % 60,
        ms / 1000 % 60,
        ms % 1000);
  }
}

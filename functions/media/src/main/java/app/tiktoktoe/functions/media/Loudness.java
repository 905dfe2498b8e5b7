package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures how loud an original is (EBU R128, of its stereo form), so that one gain for all of it
 * brings it to -14 LUFS: quiet and loud passages stay as far apart as they were. Thread-safe.
 */
final class Loudness {
  /** What every video is brought to. */
  static final double TARGET_LUFS = -14;

  /** How sound is made even before it is measured and encoded. */
  static final String STEREO =
      "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo";

  /** Below this there is nothing but the noise of a microphone. */
  private static final double SILENCE_LUFS = -60;

  private static final double MAX_GAIN_DB = 20;
  private static final double CLOSE_DB = 0.2;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern INTEGRATED =
      Pattern.compile("(?md)^    I: +(-?\\d{1,3}\\.\\d) LUFS");

  private final Ffmpeg ffmpeg;

  Loudness(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * The gain in decibels, -40 to 20; 0 for silence, for less than 0.4 seconds, and for sound that
   * cannot be decoded.
   */
  double gainDb(Path original, SourceVideo source, Path folder) throws IOException {
    if (!source.hasAudio()) {
      return 0;
    }
    Ffmpeg.Run run = ffmpeg.run(folder, arguments(original, source), LIMIT, line -> {});
    Matcher integrated = INTEGRATED.matcher(run.messages());
    double lufs = -70;
    while (integrated.find()) {
      lufs = Double.parseDouble(integrated.group(1));
    }
    double gain = TARGET_LUFS - lufs;
    return lufs <= SILENCE_LUFS || Math.abs(gain) < CLOSE_DB ? 0 : Math.min(MAX_GAIN_DB, gain);
  }

  private static List<String> arguments(Path original, SourceVideo source) {
    List<String> input = Probe.input(source.container(), original);
    List<String> output = List.of("-map", "0:a:0", "-af", STEREO + ",ebur128=framelog=verbose");
    // Before its input, -vn leaves the pictures' packets unread.
    return Arguments.of(
        List.of("-nostats", "-vn"), input, output, List.of("-f", "null", "/dev/null"));
  }

  /** The filters that apply a gain; peaks that it would cut are pressed instead. */
  static String filters(double gainDb) {
    return gainDb == 0
        ? STEREO
        : STEREO
            + String.format(
                Locale.ROOT,
                ",volume=%.1fdB,alimiter=limit=0.85:attack=5:release=50:level=0",
                gainDb);
  }
}

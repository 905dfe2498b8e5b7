package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether an original is a video that is accepted: first by its bytes and boxes, then by
 * letting ffmpeg read every packet of it without decoding. Thread-safe.
 */
final class Probe {
  /** The longest video. */
  static final Duration MAX_DURATION = Duration.ofMinutes(3);

  /** Decoders that untrusted bytes may reach; the names of several builds. */
  static final String DECODERS =
      "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,"
          + "aac,mp3,mp3float,opus,libopus,vorbis,alac,ac3,eac3,"
          + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_f32le";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration DURATION_SLACK = Duration.ofMillis(500);
  private static final int MIN_SIDE = 16;
  private static final int MAX_SIDE = 8192;
  private static final int MAX_PIXELS = 4096 * 4096;
  private static final int MAX_PIXEL_RATIO = 4;

  /** The longer side by the shorter, as it is shown. */
  private static final int MAX_RATIO = 3;

  private static final int MAX_STREAMS = 16;

  /** Three minutes at 240 frames a second, the most that telephones film. */
  private static final long MAX_FRAMES = 240 * MAX_DURATION.toSeconds() + 240;

  private static final Pattern VIDEO = Pattern.compile("(?md)^  Stream #0:\\d+.*: Video: (.*)$");
  private static final Pattern STREAM = Pattern.compile("(?md)^  Stream #0:\\d+");
  private static final Pattern SIZE = Pattern.compile(", (\\d{1,5})x(\\d{1,5})[, \\[]");
  private static final Pattern PIXELS = Pattern.compile("SAR (\\d{1,9}):(\\d{1,9})");
  private static final Pattern LENGTH =
      Pattern.compile("(?md)^  Duration: (\\d+):(\\d{2}):(\\d{2})\\.(\\d{2})");

  private final Ffmpeg ffmpeg;

  Probe(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Looks at {@code file}; ffmpeg runs in {@code folder}.
   *
   * @throws RefusedVideoException when it is not accepted
   */
  SourceVideo inspect(Path file, Path folder) throws IOException, RefusedVideoException {
    Container container =
        Container.of(file)
            .orElseThrow(
                () ->
                    RefusedVideoException.invalid(
                        "The file is not an MP4, MOV, WebM or Matroska video"));
    if (container == Container.MP4) {
      checkBoxes(Mp4Reader.read(file));
    }
    List<String> progress = new ArrayList<>();
    Ffmpeg.Run run = ffmpeg.run(folder, arguments(container, file), LIMIT, progress::add);
    return read(container, run, progress);
  }

  private static void checkBoxes(Mp4Movie movie) throws RefusedVideoException {
    checkDuration(movie.duration());
    Mp4Movie.Track video = movie.video().orElseThrow(Probe::noVideo);
    checkSize(video.width(), video.height());
  }

  private static List<String> arguments(Container container, Path file) {
    List<String> arguments = new ArrayList<>(List.of("-xerror"));
    arguments.addAll(input(container, file));
    arguments.addAll(List.of("-map", "0:V:0", "-map", "0:a:0?", "-c", "copy", "-f", "null"));
    arguments.addAll(List.of("-progress", "pipe:1", "-nostats", "/dev/null"));
    return arguments;
  }

  /** How an untrusted file is opened: its reader is forced and can open nothing else. */
  static List<String> input(Container container, Path file) {
    return List.of(
        "-max_alloc",
        "536870912",
        "-protocol_whitelist",
        "file",
        "-codec_whitelist",
        DECODERS,
        "-f",
        container.demuxer(),
        "-i",
        file.toAbsolutePath().toString());
  }

  private static Duration lastTime(List<String> progress) {
    Duration last = Duration.ZERO;
    for (String line : progress) {
      last = Progress.time(line).orElse(last);
    }
    return last;
  }

  private static long frames(List<String> progress) {
    long last = 0;
    for (String line : progress) {
      last = Progress.frames(line).orElse(last);
    }
    return last;
  }

  private static SourceVideo read(Container container, Ffmpeg.Run run, List<String> progress)
      throws RefusedVideoException {
    Duration readTo = lastTime(progress);
    String said = run.messages();
    if (said.contains("matches no streams")) {
      throw noVideo();
    }
    if (!run.succeeded() || said.contains("File ended prematurely")) {
      throw RefusedVideoException.invalid("The file is damaged or incomplete");
    }
    String video = mapped(said).orElseThrow(Probe::noVideo);
    Duration duration = length(said).orElse(readTo);
    checkDuration(duration.compareTo(readTo) > 0 ? duration : readTo);
    checkCounts(frames(progress), said);
    if (readTo.plus(DURATION_SLACK).toMillis() < duration.toMillis() * 95 / 100) {
      throw RefusedVideoException.invalid("The file is incomplete");
    }
    return source(container, video, said, duration, frames(progress));
  }

  /** The last one that is listed is the output's: the first may be the picture of a cover. */
  private static Optional<String> mapped(String said) {
    return VIDEO.matcher(said).results().map(found -> found.group(1)).reduce((a, b) -> b);
  }

  private static SourceVideo source(
      Container container, String video, String said, Duration duration, long frames)
      throws RefusedVideoException {
    Matcher size = SIZE.matcher(video);
    if (!size.find()) {
      throw RefusedVideoException.invalid("The video has no size");
    }
    int width = Integer.parseInt(size.group(1));
    int height = Integer.parseInt(size.group(2));
    checkSize(width, height);
    double ratio = pixelRatio(video);
    int shown = (int) Math.round(width * ratio);
    checkShape(shown, height);
    int rotation = StreamLines.rotation(said);
    boolean turned = rotation % 180 == 90;
    return new SourceVideo(
        container,
        turned ? height : shown,
        turned ? shown : height,
        rotation,
        StreamLines.pixels(video),
        FrameRates.inTime(FrameRates.encoded(video), frames * width * height),
        FrameRates.isVariable(video, frames, duration),
        frames,
        duration,
        StreamLines.audio(said));
  }

  private static double pixelRatio(String video) throws RefusedVideoException {
    Matcher pixels = PIXELS.matcher(video);
    if (!pixels.find() || pixels.group(1).equals(pixels.group(2))) {
      return 1.0;
    }
    double ratio = Double.parseDouble(pixels.group(1)) / Double.parseDouble(pixels.group(2));
    if (!(ratio >= 1.0 / MAX_PIXEL_RATIO && ratio <= MAX_PIXEL_RATIO)) {
      throw RefusedVideoException.invalid("The video's pixels are too far from square");
    }
    return ratio;
  }

  private static Optional<Duration> length(String said) {
    Matcher length = LENGTH.matcher(said);
    if (!length.find()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(Long.parseLong(length.group(1)))
            .plusMinutes(Long.parseLong(length.group(2)))
            .plusSeconds(Long.parseLong(length.group(3)))
            .plusMillis(10 * Long.parseLong(length.group(4))));
  }

  private static void checkDuration(Duration duration) throws RefusedVideoException {
    if (duration.compareTo(MAX_DURATION.plus(DURATION_SLACK)) > 0) {
      throw RefusedVideoException.invalid(
          "The video is longer than " + MAX_DURATION.toSeconds() + " seconds");
    }
  }

  /** ffmpeg lists the streams of its output as well. */
  private static void checkCounts(long frames, String said) throws RefusedVideoException {
    int input = said.indexOf("Output #0");
    Matcher streams = STREAM.matcher(input < 0 ? said : said.substring(0, input));
    if (streams.results().count() > MAX_STREAMS) {
      throw RefusedVideoException.invalid("The file has more than " + MAX_STREAMS + " tracks");
    }
    if (frames > MAX_FRAMES) {
      throw RefusedVideoException.invalid("The video has more than " + MAX_FRAMES + " pictures");
    }
  }

  private static void checkSize(int width, int height) throws RefusedVideoException {
    if (Math.min(width, height) < MIN_SIDE
        || Math.max(width, height) > MAX_SIDE
        || (long) width * height > MAX_PIXELS) {
      throw RefusedVideoException.invalid(
          "A video of %d by %d pixels is not accepted".formatted(width, height));
    }
  }

  private static void checkShape(int width, int height) throws RefusedVideoException {
    if (Math.max(width, height) > MAX_RATIO * Math.min(width, height)) {
      throw RefusedVideoException.invalid(
          "A video is at most " + MAX_RATIO + " times as wide as high, or as high as wide");
    }
  }

  private static RefusedVideoException noVideo() {
    return RefusedVideoException.invalid("The file has no video");
  }
}

package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Makes the renditions of an accepted original. One process decodes it once and encodes an MP4 of
 * each size (H.264, AAC, 8 bits, upright, without metadata, a key frame every two seconds); a
 * second one, which reads only those, cuts them into segments and takes the poster. Thread-safe.
 */
final class Transcoder {
  private static final Duration ENCODING_LIMIT = Duration.ofMinutes(7);
  private static final Duration CUTTING_LIMIT = Duration.ofMinutes(1);
  private static final int SEGMENT_S = 2;
  private static final String POSTER = "thumbnail.jpg";
  private static final Duration POSTER_AT = Duration.ofSeconds(1);

  private final Ffmpeg ffmpeg;

  Transcoder(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * What was made.
   *
   * @param video the MP4 of the largest rendition, playable while it loads
   * @param folder playlists, segments and poster as they are to be served
   */
  record Output(Path video, Path folder) {
    /** A picture of it, as JPEG. */
    Path poster() {
      return folder.resolve(POSTER);
    }
  }

  /**
   * Transcodes.
   *
   * @param folder an empty one
   * @param percent takes the progress, 0 to 100; what it throws ends the work and is thrown here
   * @throws RefusedVideoException when ffmpeg cannot
   */
  Output transcode(Path original, SourceVideo source, Path folder, IntConsumer percent)
      throws IOException, RefusedVideoException {
    List<Rendition> renditions = Rendition.of(source);
    encode(original, source, renditions, folder, percent);
    Path served = Files.createDirectory(folder.resolve("served"));
    cut(source, renditions, folder);
    MasterPlaylist.write(served, renditions, source.hasAudio(), folder);
    return new Output(mp4(folder, renditions.getLast()), served);
  }

  private static Path mp4(Path folder, Rendition rendition) {
    return folder.resolve(rendition.name() + ".mp4");
  }

  private void encode(
      Path original,
      SourceVideo source,
      List<Rendition> renditions,
      Path folder,
      IntConsumer percent)
      throws IOException, RefusedVideoException {
    List<String> arguments = new ArrayList<>(List.of("-loglevel", "error", "-nostats"));
    arguments.addAll(List.of("-progress", "pipe:1"));
    arguments.addAll(Probe.input(source.container(), original));
    arguments.addAll(List.of("-filter_complex", filters(source, renditions)));
    for (Rendition rendition : renditions) {
      arguments.addAll(output(source, rendition));
    }
    Duration[] reached = {Duration.ZERO};
    Ffmpeg.Run run =
        ffmpeg.run(
            folder,
            arguments,
            ENCODING_LIMIT,
            line ->
                Progress.time(line)
                    .ifPresent(
                        time -> {
                          reached[0] = time;
                          percent.accept(Progress.percent(time, source.duration()));
                        }));
    if (run.timedOut()) {
      throw failure("The video takes too long to process");
    }
    boolean whole = reached[0].toMillis() + 1000 >= source.duration().toMillis() * 9 / 10;
    if (!run.succeeded() || !whole) {
      throw failure("The video could not be decoded");
    }
  }

  private static RefusedVideoException failure(String message) {
    return new RefusedVideoException(new JobFailure(JobFailure.Code.ENCODING_FAILURE, message));
  }

  private static String filters(SourceVideo source, List<Rendition> renditions) {
    Rendition high = renditions.getLast();
    Rendition low = renditions.getFirst();
    return "[0:V:0]fps=%s,scale=%d:%d:flags=bicubic,setsar=1,format=yuv420p,split=2[high][rest];"
            .formatted(source.frameRate(), high.width(), high.height())
        + "[rest]scale=%d:%d:flags=bicubic,setsar=1[low]".formatted(low.width(), low.height());
  }

  private static List<String> output(SourceVideo source, Rendition rendition) {
    List<String> arguments = new ArrayList<>(List.of("-map", "[" + rendition.name() + "]"));
    if (source.hasAudio()) {
      arguments.addAll(List.of("-map", "0:a:0"));
      arguments.addAll(List.of("-c:a", "aac", "-b:a", rendition.audioKbps() + "k"));
      arguments.addAll(List.of("-ac", "2", "-ar", "48000"));
    }
    arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "superfast", "-profile:v", "high"));
    arguments.addAll(List.of("-crf", "23", "-maxrate", rendition.maxKbps() + "k"));
    arguments.addAll(List.of("-bufsize", 2 * rendition.maxKbps() + "k", "-sc_threshold", "0"));
    arguments.addAll(List.of("-g", "600"));
    arguments.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + SEGMENT_S + ")"));
    arguments.addAll(List.of("-movflags", "+faststart", "-f", "mp4", rendition.name() + ".mp4"));
    return arguments;
  }

  private void cut(SourceVideo source, List<Rendition> renditions, Path folder)
      throws IOException, RefusedVideoException {
    List<String> arguments = new ArrayList<>(List.of("-loglevel", "error"));
    for (Rendition rendition : renditions) {
      arguments.addAll(List.of("-protocol_whitelist", "file", "-f", "mov"));
      arguments.addAll(List.of("-i", mp4(folder, rendition).toString()));
    }
    arguments.addAll(segments(source, renditions));
    arguments.addAll(poster(source, renditions.size() - 1));
    if (!ffmpeg.run(folder, arguments, CUTTING_LIMIT, line -> {}).succeeded()) {
      throw failure("The video could not be cut into segments");
    }
  }

  private static List<String> segments(SourceVideo source, List<Rendition> renditions) {
    List<String> arguments = new ArrayList<>();
    List<String> streams = new ArrayList<>();
    for (int i = 0; i < renditions.size(); i++) {
      arguments.addAll(List.of("-map", i + ":v:0"));
      String name = ",name:" + renditions.get(i).name();
      if (source.hasAudio()) {
        arguments.addAll(List.of("-map", i + ":a:0"));
        streams.add("v:" + i + ",a:" + i + name);
      } else {
        streams.add("v:" + i + name);
      }
    }
    arguments.addAll(List.of("-c", "copy", "-f", "hls", "-hls_time", "" + SEGMENT_S));
    arguments.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
    arguments.addAll(List.of("-hls_flags", "independent_segments"));
    arguments.addAll(List.of("-hls_fmp4_init_filename", "init.mp4"));
    arguments.addAll(List.of("-var_stream_map", String.join(" ", streams)));
    arguments.addAll(List.of("-hls_segment_filename", "served/%v/%03d.m4s"));
    arguments.add("served/%v/video.m3u8");
    return arguments;
  }

  private static List<String> poster(SourceVideo source, int input) {
    Duration half = source.duration().dividedBy(2);
    Duration at = half.compareTo(POSTER_AT) < 0 ? half : POSTER_AT;
    return List.of(
        "-map",
        input + ":v:0",
        "-ss",
        at.toMillis() + "ms",
        "-frames:v",
        "1",
        "-pix_fmt",
        "yuvj420p",
        "-q:v",
        "3",
        "-f",
        "mjpeg",
        "served/" + POSTER);
  }
}

package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees what a video looks like: its key frames, of which the transcoder makes one every two
 * seconds. Only those are decoded. Thread-safe.
 */
final class Looks {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PICTURES = "looks.grey";

  private final Ffmpeg ffmpeg;

  Looks(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Looks at an MP4 of the transcoder's.
   *
   * @throws RefusedVideoException when ffmpeg cannot read it
   */
  PerceptualHash of(Path video) throws IOException, RefusedVideoException {
    Path folder = video.resolveSibling("");
    int side = PerceptualHash.SIDE;
    List<String> arguments = new ArrayList<>(List.of("-loglevel", "error"));
    arguments.addAll(List.of("-protocol_whitelist", "file", "-skip_frame", "nokey", "-f", "mov"));
    arguments.addAll(List.of("-i", video.toString(), "-map", "0:v:0"));
    arguments.addAll(List.of("-vf", "scale=%d:%d:flags=area,format=gray".formatted(side, side)));
    arguments.addAll(List.of("-vsync", "0", "-frames:v", "" + PerceptualHash.MAX_PICTURES));
    arguments.addAll(List.of("-f", "rawvideo", PICTURES));
    if (!ffmpeg.run(folder, arguments, LIMIT, line -> {}).succeeded()) {
      throw new RefusedVideoException(
          new JobFailure(JobFailure.Code.ENCODING_FAILURE, "The video could not be looked at"));
    }
    return PerceptualHash.of(Files.readAllBytes(folder.resolve(PICTURES)));
  }
}

package app.tiktoktoe.functions.media;

import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Makes everything of an accepted original that is stored and served: one process measures its
 * sound, a second one decodes it once and does the rest. Thread-safe.
 */
final class Transcoder {
  private static final Duration LIMIT = Duration.ofMinutes(7);

  private final Ffmpeg ffmpeg;
  private final Loudness loudness;
  private final RequiredParts parts;

  Transcoder(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
    this.loudness = new Loudness(ffmpeg);
    this.parts = new RequiredParts(ffmpeg);
  }

  /**
   * What was made.
   *
   * @param video the MP4 of the largest rendition, playable while it loads
   * @param folder playlists, segments and pictures as they are to be served
   * @param looks what it is known again by
   */
  record Output(Path video, Path folder, PerceptualHash looks) {
    /** A picture of it, as JPEG. */
    Path poster() {
      return folder.resolve(LadderCommand.POSTER);
    }
  }

  /**
   * Transcodes.
   *
   * @param folder an empty one
   * @param percent takes the progress, 0 to 100; what it throws ends the work and is thrown here
   * @throws RefusedVideoException when ffmpeg cannot
   * @throws IllegalStateException when ffmpeg was built without a part that is needed
   */
  Output transcode(Path original, SourceVideo source, Path folder, IntConsumer percent)
      throws IOException, RefusedVideoException {
    parts.check(folder);
    LadderCommand command = command(original, source, folder);
    Path served = Files.createDirectory(folder.resolve(LadderCommand.SERVED));
    for (Rendition rendition : command.renditions()) {
      Files.createDirectory(served.resolve(rendition.name()));
    }
    run(command, folder, percent);
    command.sheet().writeTimes(served, source.duration());
    MasterPlaylist.write(served, command.renditions(), source);
    byte[] looks = Files.readAllBytes(folder.resolve(LadderCommand.LOOKS));
    return new Output(folder.resolve(LadderCommand.VIDEO), served, PerceptualHash.of(looks));
  }

  private LadderCommand command(Path original, SourceVideo source, Path folder) throws IOException {
    List<Rendition> renditions = Rendition.of(source);
    FrameSheet sheet = FrameSheet.of(source.duration(), renditions.getFirst());
    double gainDb = loudness.gainDb(original, source, folder);
    return new LadderCommand(original, source, renditions, sheet, gainDb);
  }

  private void run(LadderCommand command, Path folder, IntConsumer percent)
      throws IOException, RefusedVideoException {
    Duration whole = command.source().duration();
    Duration[] reached = {Duration.ZERO};
    Ffmpeg.Run run =
        ffmpeg.run(
            folder,
            command.arguments(),
            LIMIT,
            line ->
                Progress.time(line)
                    .ifPresent(
                        time -> {
                          reached[0] = time;
                          percent.accept(Progress.percent(time, whole));
                        }));
    if (run.timedOut()) {
      throw failure("The video takes too long to process");
    }
    if (!run.succeeded() || reached[0].toMillis() + 1000 < whole.toMillis() * 9 / 10) {
      throw failure("The video could not be decoded");
    }
    percent.accept(100);
  }

  private static RefusedVideoException failure(String message) {
    return new RefusedVideoException(new JobFailure(JobFailure.Code.ENCODING_FAILURE, message));
  }
}

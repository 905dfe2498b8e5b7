package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts that an ffmpeg may have been built without, and that the ladder needs. Looked for once.
 * Thread-safe.
 */
final class RequiredParts {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Set<String> FILTERS =
      Set.of("zscale", "tonemap", "tile", "bwdif", "ebur128", "alimiter", "aresample", "setparams");
  private static final Set<String> ENCODERS = Set.of("libx264", "aac", "libwebp_anim", "mjpeg");
  private static final Set<String> MUXERS = Set.of("tee", "hls", "mp4", "webp", "image2");

  private final Ffmpeg ffmpeg;
  private volatile boolean found;

  RequiredParts(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Looks.
   *
   * @throws IllegalStateException naming all that is missing
   */
  void check(Path folder) throws IOException {
    if (found) {
      return;
    }
    Set<String> missing = new TreeSet<>();
    missing.addAll(missing(folder, "-filters", FILTERS));
    missing.addAll(missing(folder, "-encoders", ENCODERS));
    missing.addAll(missing(folder, "-muxers", MUXERS));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("FFMPEG was built without " + String.join(", ", missing));
    }
    found = true;
  }

  /** The name is the second word of a part's line. */
  private Set<String> missing(Path folder, String option, Set<String> wanted) throws IOException {
    List<String> lines = new ArrayList<>();
    ffmpeg.run(folder, List.of(option), LIMIT, lines::add);
    Set<String> missing = new HashSet<>(wanted);
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length > 1) {
        missing.removeAll(Set.of(words[1].split(",", -1)));
      }
    }
    return missing;
  }
}

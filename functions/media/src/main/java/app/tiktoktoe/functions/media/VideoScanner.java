package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.util.List;

/** Looks at a video before anybody else can. Implementations are thread-safe. */
@FunctionalInterface
interface VideoScanner {
  /**
   * Says whether a video may be published. An exception is an outage: the job is tried again.
   *
   * @throws IOException when a file cannot be read
   */
  Verdict scan(ScanRequest request) throws IOException;

  /** Asks one after the other, until one has an objection or cannot say. */
  static VideoScanner inOrder(List<VideoScanner> scanners) {
    List<VideoScanner> all = List.copyOf(scanners);
    return request -> {
      for (VideoScanner scanner : all) {
        Verdict verdict = scanner.scan(request);
        if (!(verdict instanceof Verdict.Clear)) {
          return verdict;
        }
      }
      return new Verdict.Clear();
    };
  }
}

package app.tiktoktoe.bench;

import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.RepoCar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the protocol library beside the official one, in a process of its own, on the same
 * repositories: building the tree with all its blocks from sorted entries, and verifying an export.
 */
final class LibraryBench {
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
  private static final long WARM_UP_MILLIS = 5_000;
  private static final long COUNTED_MILLIS = 2_000;

  private final Path source;
  private final int runs;
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /**
   * Measures nothing yet.
   *
   * @param source the folder of the root pom
   * @param runs of each row that count, after the warm-up
   */
  LibraryBench(Path source, int runs) {
    this.source = source;
    this.runs = runs;
  }

  /**
   * Prints the table.
   *
   * @throws IllegalStateException if the two disagree on a root
   */
  void run(PrintStream out) throws IOException, InterruptedException {
    out.println("Median milliseconds by the clock; in brackets, mean of processor time.");
    out.println();
    out.println("| work | records | ours | official | ratio |");
    out.println("| --- | ---: | ---: | ---: | ---: |");
    for (int size : SIZES) {
      RepoSample sample = RepoSample.of(size);
      JsonNode official = official(sample);
      String root = Mst.rootOf(sample.entries()).toString();
      if (!official.path("root").asText().equals(root)) {
        throw new IllegalStateException("The official root is " + official.path("root"));
      }
      row(out, "tree", size, measure(() -> build(sample)), Times.of(official.path("build")));
      row(out, "verify", size, measure(() -> verify(sample)), Times.of(official.path("verify")));
    }
  }

  private static void row(PrintStream out, String work, int size, Times ours, Times official) {
    out.printf(
        Locale.ROOT,
        "| %s | %,d | %.2f (%.2f) | %.0f (%.0f) | %.0f (%.0f) |%n",
        work,
        size,
        ours.wall(),
        ours.cpu(),
        official.wall(),
        official.cpu(),
        official.wall() / ours.wall(),
        official.cpu() / ours.cpu());
  }

  private static void build(RepoSample sample) {
    if (Mst.of(sample.entries()).blocks().isEmpty()) {
      throw new IllegalStateException("A tree has blocks");
    }
  }

  private static void verify(RepoSample sample) {
    RepoCar.Limits limits = new RepoCar.Limits(Long.MAX_VALUE, sample.entries().size());
    try {
      RepoCar repo = RepoCar.read(new ByteArrayInputStream(sample.car()), limits);
      if (!repo.commit().verify(RepoSample.KEY.publicKey())
          || !repo.commit().did().equals(RepoSample.DID)
          || repo.entries().size() != sample.entries().size()) {
        throw new IllegalStateException("The export is not what was written");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At least {@link #runs} times and for two seconds, as the script for the official library. */
  private Times measure(Runnable work) {
    long started = System.nanoTime();
    do {
      work.run();
    } while (System.nanoTime() - started < WARM_UP_MILLIS * 1_000_000);
    List<Double> wall = new ArrayList<>();
    long busy = process.getProcessCpuTime();
    long counted = System.nanoTime();
    while (wall.size() < runs || System.nanoTime() - counted < COUNTED_MILLIS * 1_000_000) {
      long begin = System.nanoTime();
      work.run();
      wall.add((System.nanoTime() - begin) / 1e6);
    }
    return new Times(median(wall), (process.getProcessCpuTime() - busy) / 1e6 / wall.size());
  }

  /**
   * Milliseconds of a run.
   *
   * @param wall the median by the clock
   * @param cpu the mean of all threads of the process: the compiler's and the collector's too
   */
  private record Times(double wall, double cpu) {
    static Times of(JsonNode official) {
      List<Double> wall = new ArrayList<>();
      official.path("wall").forEach(time -> wall.add(time.asDouble()));
      return new Times(median(wall), official.path("cpu").asDouble());
    }
  }

  private static double median(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private JsonNode official(RepoSample sample) throws IOException, InterruptedException {
    Path script = source.resolve("emulators/bench/npm/library.mjs");
    if (!Files.isDirectory(script.resolveSibling("node_modules"))) {
      throw new IllegalStateException("Run first: npm ci --prefix emulators/bench/npm");
    }
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      sample.writeTo(folder.path());
      Process node =
          new ProcessBuilder(
                  "node",
                  script.toString(),
                  folder.path().toString(),
                  Integer.toString(runs),
                  Long.toString(WARM_UP_MILLIS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (node.waitFor() != 0) {
        throw new IllegalStateException("node failed");
      }
      return new ObjectMapper().readTree(answer);
    }
  }
}

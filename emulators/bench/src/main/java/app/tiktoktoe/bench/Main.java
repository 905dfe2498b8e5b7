package app.tiktoktoe.bench;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures cold starts and prints their table; with the argument {@code library} the protocol
 * library instead, beside the official one, and with {@code video} a video from its upload until it
 * plays, beside bare ffmpeg. Rows take turns, so that what else the machine does falls on all of
 * them; a first round that is not counted proves that each answer read Firestore.
 */
public final class Main {
  private static final int LIBRARY_RUNS = 5;
  private static final int VIDEO_RUNS = 5;

  private Main() {}

  /** Exit code 1 with a reason when something does not start or answer. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      if (arguments.length > 0 && arguments[0].equals("library")) {
        new LibraryBench(Path.of(".").toAbsolutePath().normalize(), LIBRARY_RUNS).run(out);
      } else if (arguments.length > 0 && arguments[0].equals("video")) {
        new VideoBench(Path.of(".").toAbsolutePath().normalize(), VIDEO_RUNS, System.getenv())
            .run(out);
      } else {
        run(Options.parse(arguments), out);
      }
      System.exit(0);
    } catch (IOException | RuntimeException e) {
      out.println("failed: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options, PrintStream out)
      throws IOException, InterruptedException {
    Catalogue catalogue = Catalogue.read(options.source().resolve("functions/catalogue.yaml"));
    try (TemporaryFolder data = TemporaryFolder.create();
        LocalCloud cloud = LocalCloud.start(catalogue, data.path(), System.getenv());
        Stopwatch stopwatch = new Stopwatch(options.coreList())) {
      List<Start> starts = new Plan(options, catalogue, cloud).starts();
      for (Start start : starts) {
        stopwatch.rehearse(start);
      }
      out.println("measuring");
      Results results = new Results();
      for (int i = 0; i < options.runs(); i++) {
        for (Start start : starts) {
          results.add(start, stopwatch.time(start));
        }
      }
      out.printf(
          "%nCores: %d. Runs: %d. Median milliseconds (times the empty function).%n%n%s",
          options.cores(), options.runs(), results.table(Plan.EMPTY));
    }
  }
}

package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.bundles.FunctionProcess;
import app.tiktoktoe.emulators.bundles.Journey;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Makes the cache of loaded and linked classes: one process lives the {@link Journey} through every
 * function inside the image's own files, and the JVM writes the cache when it is told to end.
 */
final class Training {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String FOLDER = "/training";

  private Training() {}

  /**
   * Puts the cache into its place below the sandbox's root.
   *
   * @throws IllegalStateException when the JVM wrote none
   */
  static void train(Catalogue catalogue, Sandbox sandbox, LocalCloud cloud)
      throws IOException, InterruptedException {
    Running running = new Running(catalogue, sandbox, cloud);
    String output = FOLDER + "/functions.aot";
    try (FunctionProcess every = running.every(Layout.trainingEntrypoint(output), FOLDER)) {
      try (Journey journey = new Journey(cloud, running.addresses(every.listening().origin()))) {
        journey.run();
      }
      every.terminate();
      every.exitCode(LIMIT);
      Path made = Layout.below(sandbox.root(), output);
      if (!Files.isRegularFile(made)) {
        throw new IllegalStateException("No cache:\n" + String.join("\n", every.lines()));
      }
      Path cache = Layout.below(sandbox.root(), Layout.CACHE);
      Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.delete(Layout.below(sandbox.root(), FOLDER));
    Staging.stamp(Layout.below(sandbox.root(), Layout.APP));
  }
}

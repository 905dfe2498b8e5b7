package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.emulators.bundles.FunctionProcess;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the unpacked files of an image against the emulators. */
final class Running {
  private static final String EVERY = "app.tiktoktoe.launcher.EveryFunction";
  private static final int EVERY_MEMORY_MB = 1024;

  private final Catalogue catalogue;
  private final Sandbox sandbox;
  private final LocalCloud cloud;

  Running(Catalogue catalogue, Sandbox sandbox, LocalCloud cloud) {
    this.catalogue = catalogue;
    this.sandbox = sandbox;
    this.cloud = cloud;
  }

  /**
   * All functions in one process.
   *
   * @param writable a folder in the image that it may write, or null
   */
  FunctionProcess every(List<String> entrypoint, @Nullable String writable)
      throws IOException, InterruptedException {
    return start(
        "every function", UnpackedImage.environment(EVERY, EVERY_MEMORY_MB), entrypoint, writable);
  }

  FunctionProcess one(FunctionEntry function, List<String> entrypoint)
      throws IOException, InterruptedException {
    return start(function.name(), UnpackedImage.environment(function), entrypoint, null);
  }

  private FunctionProcess start(
      String name, Map<String, String> platform, List<String> entrypoint, @Nullable String writable)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(cloud.environment());
    environment.putAll(platform);
    return FunctionProcess.start(
        name, sandbox.wrapped(writable, entrypoint), Path.of("/"), environment);
  }

  /** Where each function is when one process at {@code origin} serves all. */
  Map<String, URI> addresses(URI origin) {
    Map<String, URI> addresses = new TreeMap<>();
    for (FunctionEntry function : catalogue.functions().values()) {
      boolean event = function.trigger() instanceof Trigger.PubSub;
      String events = Staging.events(function.name());
      // A sample's target begins with the slash that this ends with.
      String folder = events.substring(0, events.length() - 1);
      addresses.put(function.name(), event ? URI.create(origin + folder) : origin);
    }
    return addresses;
  }
}

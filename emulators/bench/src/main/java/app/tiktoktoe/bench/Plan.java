package app.tiktoktoe.bench;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.bundles.Bundle;
import app.tiktoktoe.emulators.bundles.FunctionProcess;
import app.tiktoktoe.emulators.bundles.Journey;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import app.tiktoktoe.emulators.bundles.Sample;
import app.tiktoktoe.images.UnpackedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every start that is measured, over a service that two people have used. */
final class Plan {
  /** The row that the others are compared with. */
  static final String EMPTY = "empty";

  private static final int EMPTY_MEMORY_MB = 512;

  private final Options options;
  private final Catalogue catalogue;
  private final LocalCloud cloud;

  Plan(Options options, Catalogue catalogue, LocalCloud cloud) {
    this.options = options;
    this.catalogue = catalogue;
    this.cloud = cloud;
  }

  /**
   * Fills the service through the bundles and returns what to measure, the empty function first.
   */
  List<Start> starts() throws IOException, InterruptedException {
    Map<String, Sample> samples = live();
    List<Start> starts = new ArrayList<>(List.of(empty()));
    for (FunctionEntry function : catalogue.functions().values()) {
      Sample sample = samples.get(function.name());
      if (sample == null || !options.wants(function.name())) {
        continue;
      }
      starts.add(source(function, sample));
      if (Files.isDirectory(options.image())) {
        starts.add(image(function, sample));
      }
    }
    return starts;
  }

  private Map<String, Sample> live() throws IOException, InterruptedException {
    Map<String, FunctionProcess> running = new TreeMap<>();
    try {
      for (FunctionEntry function : catalogue.functions().values()) {
        Bundle bundle = Bundle.of(options.source(), function);
        List<String> command = bundle.command(Bundle.invoker(options.source()));
        running.put(
            function.name(),
            FunctionProcess.start(function.name(), command, bundle.folder(), cloud.environment()));
      }
      Map<String, URI> addresses = new TreeMap<>();
      for (Map.Entry<String, FunctionProcess> process : running.entrySet()) {
        addresses.put(process.getKey(), process.getValue().listening().origin());
      }
      try (Journey journey = new Journey(cloud, addresses)) {
        return journey.run();
      }
    } finally {
      running.values().forEach(FunctionProcess::close);
    }
  }

  private Start empty() {
    Path folder = options.source().resolve("emulators/bench/target/empty");
    List<String> command =
        Bundle.command(
            Bundle.invoker(options.source()),
            "function-empty.jar",
            EmptyFunction.class.getName(),
            EMPTY_MEMORY_MB);
    Sample sample = new Sample("GET", "/", Map.of(), "", 200);
    return new Start(EMPTY, Packaging.SOURCE, command, folder, Map.of(), sample);
  }

  private Start source(FunctionEntry function, Sample sample) {
    Bundle bundle = Bundle.of(options.source(), function);
    return new Start(
        function.name(),
        Packaging.SOURCE,
        bundle.command(Bundle.invoker(options.source())),
        bundle.folder(),
        cloud.environment(),
        sample);
  }

  private Start image(FunctionEntry function, Sample sample)
      throws IOException, InterruptedException {
    UnpackedImage image = new UnpackedImage(options.image());
    Map<String, String> environment = new HashMap<>(cloud.environment());
    environment.putAll(UnpackedImage.environment(function));
    return new Start(
        function.name(), Packaging.IMAGE, image.command(), Path.of("/"), environment, sample);
  }
}

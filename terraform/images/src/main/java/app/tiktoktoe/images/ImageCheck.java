package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.bundles.FunctionProcess;
import app.tiktoktoe.emulators.bundles.Journey;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import app.tiktoktoe.emulators.bundles.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves an image's files: every function starts from them, as nobody, and gives the right answer,
 * and the cache fits, which a JVM that does not insist on it would never say.
 */
final class ImageCheck {
  private final Catalogue catalogue;
  private final Sandbox sandbox;

  ImageCheck(Catalogue catalogue, Sandbox sandbox) {
    this.catalogue = catalogue;
    this.sandbox = sandbox;
  }

  /**
   * Runs every function.
   *
   * @return one line per function
   * @throws IllegalStateException naming what did not start or answer
   */
  List<String> run(LocalCloud cloud) throws IOException, InterruptedException {
    Running running = new Running(catalogue, sandbox, cloud);
    Map<String, Sample> samples;
    try (FunctionProcess every = running.every(Layout.strictEntrypoint(), null);
        Journey journey = new Journey(cloud, running.addresses(every.listening().origin()))) {
      samples = journey.run();
    }
    List<String> lines = new ArrayList<>();
    for (FunctionEntry function : catalogue.functions().values()) {
      try (FunctionProcess process = running.one(function, Layout.strictEntrypoint())) {
        process.listening();
        Sample sample = samples.get(function.name());
        lines.add(function.name() + (sample == null ? ": starts" : answered(process, sample)));
      }
    }
    return lines;
  }

  private static String answered(FunctionProcess process, Sample sample)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = client.send(sample.at(process.origin()), BodyHandlers.ofString());
      if (answer.statusCode() != sample.status()) {
        throw new IllegalStateException(
            "%s: %d %s%n%s"
                .formatted(
                    sample.target(),
                    answer.statusCode(),
                    answer.body(),
                    String.join("\n", process.lines())));
      }
      return ": starts and answers " + answer.statusCode();
    }
  }
}

package app.tiktoktoe.emulators.bundles;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The built source tree. */
final class Tree {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private Tree() {}

  static Catalogue catalogue() throws IOException {
    return Catalogue.read(ROOT.resolve("functions/catalogue.yaml"));
  }

  static Stream<Bundle> bundles() throws IOException {
    return catalogue().functions().values().stream().map(function -> Bundle.of(ROOT, function));
  }

  static boolean isEvent(FunctionEntry function) {
    return function.trigger() instanceof Trigger.PubSub;
  }
}

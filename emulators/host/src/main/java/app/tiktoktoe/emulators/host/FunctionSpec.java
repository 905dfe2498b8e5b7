package app.tiktoktoe.emulators.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One function to run.
 *
 * @param name the folder in {@code functions/}
 * @param port the TCP port
 * @param bundle the folder with {@code function.jar} and {@code libs/}
 * @param entryClass the class with the public no-argument constructor
 */
record FunctionSpec(String name, int port, Path bundle, String entryClass) {
  private static final int PARTS = 4;

  FunctionSpec {
    if (!Files.isRegularFile(bundle.resolve("function.jar"))) {
      throw new IllegalArgumentException(
          "Function " + name + ": no function.jar in " + bundle + "; build it first");
    }
  }

  /** Parses {@code name=port=bundle=class}. */
  static FunctionSpec parse(String argument) {
    List<String> parts = List.of(argument.split("=", -1));
    if (parts.size() != PARTS || !parts.get(1).matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(
          "Not name=port=bundle=class, such as feed=9001=functions/feed/target/bundle=a.b.Feed: "
              + argument);
    }
    return new FunctionSpec(
        parts.get(0), Integer.parseInt(parts.get(1)), Path.of(parts.get(2)), parts.get(3));
  }
}

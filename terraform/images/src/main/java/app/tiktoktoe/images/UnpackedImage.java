package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.bundles.Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of an image on this machine, from which a function runs as it will in its container.
 *
 * @param root what is {@code /} in the image
 */
public record UnpackedImage(Path root) {
  /** The image's own command line, inside its files; the function is named by the environment. */
  public List<String> command() throws IOException, InterruptedException {
    return Sandbox.in(root).wrapped(null, Layout.entrypoint());
  }

  /** What the platform adds for one function: which one, and how much memory there is. */
  public static Map<String, String> environment(FunctionEntry function) {
    Map<String, String> environment =
        new HashMap<>(environment(function.entryClass(), function.memoryMb()));
    Bundle.heap(function)
        .forEach(option -> environment.merge("JAVA_TOOL_OPTIONS", option, (a, b) -> a + " " + b));
    return Map.copyOf(environment);
  }

  static Map<String, String> environment(String entryClass, int memoryMb) {
    return Map.of(
        "FUNCTION_TARGET", entryClass, "JAVA_TOOL_OPTIONS", "-XX:MaxRAM=" + memoryMb + "m");
  }
}

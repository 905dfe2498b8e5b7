package app.tiktoktoe.emulators.bundles;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.google.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is deployed of a function, and how the buildpack starts it.
 *
 * @param function its entry in the catalogue
 * @param folder the folder with {@code function.jar} and {@code libs/}
 * @see <a
 *     href="https://github.com/GoogleCloudPlatform/buildpacks/tree/main/cmd/java/functions_framework">the
 *     buildpack</a>
 */
public record Bundle(FunctionEntry function, Path folder) {
  private static final int HEAP_PERCENT = 70;
  private static final String DIRECT = "128m";

  /** The bundle in a built source tree. */
  public static Bundle of(Path root, FunctionEntry function) {
    return new Bundle(
        function, root.resolve("functions").resolve(function.name()).resolve("target/bundle"));
  }

  /** Where the module {@code bundles} keeps the framework's invoker. */
  public static Path invoker(Path root) {
    return root.resolve("emulators/bundles/target/framework/invoker.jar");
  }

  /**
   * The buildpack's command line, to run in {@link #folder}.
   *
   * @param invoker the framework's jar
   */
  public List<String> command(Path invoker) {
    List<String> command =
        new ArrayList<>(
            command(invoker, "function.jar", function.entryClass(), function.memoryMb()));
    command.addAll(1, heap(function));
    return List.copyOf(command);
  }

  /** What the platform limits the heap to, when the instance's other processes need the rest. */
  public static List<String> heap(FunctionEntry function) {
    return function.heapMb().isEmpty()
        ? List.of()
        : List.of("-Xmx" + function.heapMb().getAsInt() + "m", "-XX:MaxDirectMemorySize=" + DIRECT);
  }

  /**
   * The buildpack's command line for any function.
   *
   * @param jar the file with the function, whose manifest names its libraries
   * @param memoryMb what the instance has, which its launcher puts into {@code JAVA_TOOL_OPTIONS}
   */
  public static List<String> command(Path invoker, String jar, String entryClass, int memoryMb) {
    return List.of(
        ChildProcess.java().toString(),
        "-XX:MaxRAM=" + memoryMb + "m",
        "-XX:MaxRAMPercentage=" + HEAP_PERCENT,
        "-jar",
        invoker.toAbsolutePath().toString(),
        "--classpath",
        jar,
        "--target",
        entryClass);
  }
}

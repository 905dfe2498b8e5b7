package app.tiktoktoe.images;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where things are in an image, and the one command line that runs any function. Training, check
 * and image share it to the last character: the JVM refuses a cache that was made for another.
 */
final class Layout {
  /** The time of every file: a cache names the times of the jars that it was trained with. */
  static final Instant STAMP = Instant.parse("2026-01-01T00:00:00Z");

  static final String APP = "/app";
  static final String RUNTIME = "/opt/java";
  static final String JAVA = RUNTIME + "/bin/java";
  static final String CACHE = APP + "/functions.aot";
  static final String ARGUMENTS = APP + "/java.args";
  static final String ROUTES = APP + "/routes.properties";

  /** Nobody: no entry in {@code /etc/passwd}, no home, owner of nothing. */
  static final int USER = 65532;

  private static final String INVOKER = "com.google.cloud.functions.invoker.runner.Invoker";
  private static final int HEAP_PERCENT = 70;

  private Layout() {}

  /**
   * The lines of {@link #ARGUMENTS}.
   *
   * @param jars file names below {@link #APP}, in the order of the class path
   */
  static List<String> arguments(List<String> jars) {
    List<String> lines = new ArrayList<>(flags());
    lines.add("-cp");
    lines.add(String.join(":", jars.stream().map(jar -> APP + "/" + jar).toList()));
    lines.add(INVOKER);
    return lines;
  }

  /** One core, some hundred megabytes, and a life that often ends after a minute. */
  private static List<String> flags() {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:MaxRAMPercentage=" + HEAP_PERCENT,
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }

  /** What an image starts with. A missing or foreign cache costs time, nothing else. */
  static List<String> entrypoint() {
    return List.of(JAVA, "-XX:AOTCache=" + CACHE, "@" + ARGUMENTS);
  }

  /** The same, but a cache that does not fit ends it. */
  static List<String> strictEntrypoint() {
    return List.of(JAVA, "-XX:AOTMode=on", "-XX:AOTCache=" + CACHE, "@" + ARGUMENTS);
  }

  /** The same, but writes the cache at its end. */
  static List<String> trainingEntrypoint(String output) {
    return List.of(JAVA, "-XX:AOTCacheOutput=" + output, "@" + ARGUMENTS);
  }

  /** {@code inImage} below a folder of this machine. */
  static Path below(Path root, String inImage) {
    return root.resolve(inImage.substring(1));
  }
}

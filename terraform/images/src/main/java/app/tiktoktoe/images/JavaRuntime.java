package app.tiktoktoe.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The runtime of an image: what the functions need of the JDK that runs this program. */
final class JavaRuntime {
  // Debugging on the spot (jcmd, flight recorder) is worth its two megabytes.
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.jcmd",
          "jdk.jfr",
          "jdk.management",
          "jdk.naming.dns",
          "jdk.unsupported",
          "jdk.zipfs");

  private JavaRuntime() {}

  /** Links it into {@code folder}, which does not exist. */
  static void link(Path folder) throws IOException, InterruptedException {
    Command.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            String.join(",", MODULES),
            "--no-header-files",
            "--no-man-pages",
            // It would make links, which a layer of files cannot hold.
            "--disable-plugin",
            "dedup-legal-notices",
            "--output",
            folder.toString()));
    Staging.stamp(folder);
  }
}

package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, as {@code /proc} lists them. */
final class Processes {
  private Processes() {}

  /** Those whose command line has {@code text} in it. */
  static List<String> mentioning(String text) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .map(Processes::commandLine)
          .filter(line -> line.contains(text))
          .toList();
    }
  }

  /** The numbers of those whose command line has {@code text} in it. */
  static List<Long> idsMentioning(String text) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .filter(path -> commandLine(path).contains(text))
          .map(path -> Long.valueOf(path.getFileName().toString()))
          .toList();
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended since it was listed.
      return "";
    }
  }
}

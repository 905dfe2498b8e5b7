package app.tiktoktoe.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to measure, from {@code --name value} arguments.
 *
 * @param source the folder of the root pom, packaged
 * @param image the unpacked files of the image, as the images' builder leaves them
 * @param cores how many, from the first
 * @param runs of each row, at least one
 * @param functions only these; empty for every function
 */
record Options(Path source, Path image, int cores, int runs, List<String> functions) {
  static final String HELP =
      """
      --source DIR      the source tree, packaged (default .)
      --image-root DIR  the image's files (default terraform/images/target/image/root); none: source packaging alone
      --cores N         a start may use the first N cores (default 1)
      --runs N          of each row (default 7)
      --functions A,B   only these (default: all)
      """;
  private static final int RUNS = 7;

  Options {
    functions = List.copyOf(functions);
    if (cores < 1 || cores > Runtime.getRuntime().availableProcessors() || runs < 1) {
      throw new IllegalArgumentException("--cores are those of this machine, --runs at least 1");
    }
  }

  static Options parse(String[] arguments) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Path source = Path.of(value(given, "--source").orElse(".")).toAbsolutePath().normalize();
    Options options =
        new Options(
            source,
            value(given, "--image-root")
                .map(Path::of)
                .orElse(source.resolve("terraform/images/target/image/root"))
                .toAbsolutePath(),
            value(given, "--cores").map(Integer::parseInt).orElse(1),
            value(given, "--runs").map(Integer::parseInt).orElse(RUNS),
            value(given, "--functions").map(names -> List.of(names.split(","))).orElse(List.of()));
    if (!given.isEmpty() || arguments.length % 2 != 0) {
      throw new IllegalArgumentException("usage:\n" + HELP);
    }
    return options;
  }

  private static Optional<String> value(Map<String, String> given, String name) {
    return Optional.ofNullable(given.remove(name));
  }

  /** As {@code taskset} takes it. */
  String coreList() {
    return "0-" + (cores - 1);
  }

  boolean wants(String function) {
    return functions.isEmpty() || functions.contains(function);
  }
}

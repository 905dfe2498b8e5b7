package app.tiktoktoe.images;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the program is asked for, from {@code --name value} arguments.
 *
 * @param source the folder of the root pom
 * @param work the folder for everything that is made
 * @param base the tar of the root file system below every function
 * @param mediaBase the same with ffmpeg and bubblewrap, absent to leave the image of {@code media}
 *     out
 * @param repository where images are pushed, absent to write archives into {@code work}
 * @param version what the functions report, and the tag
 */
record Options(
    Path source,
    Path work,
    Path base,
    Optional<Path> mediaBase,
    Optional<String> repository,
    String version) {
  static final String HELP =
      """
      --source DIR       the source tree, packaged (default .)
      --work DIR         for everything that is made (default terraform/images/target/image)
      --base TAR         made by terraform/images/base
      --media-base TAR   made by terraform/images/base with the packages ffmpeg and bubblewrap
      --repository NAME  push to NAME/functions and NAME/media instead of writing archives
      --version TEXT     what the functions report, and the tag (default local)
      """;

  static Options parse(String[] arguments) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    if (arguments.length % 2 != 0 || given.get("--base") == null) {
      throw new IllegalArgumentException("usage:\n" + HELP);
    }
    Path source = Path.of(given.getOrDefault("--source", ".")).toAbsolutePath().normalize();
    Options options =
        new Options(
            source,
            Path.of(
                    given.getOrDefault(
                        "--work", source.resolve("terraform/images/target/image").toString()))
                .toAbsolutePath(),
            Path.of(given.getOrDefault("--base", "")),
            path(given.get("--media-base")),
            Optional.ofNullable(given.get("--repository")),
            given.getOrDefault("--version", "local"));
    given.keySet().removeIf(name -> HELP.contains(name + " "));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + given.keySet() + "\n" + HELP);
    }
    return options;
  }

  private static Optional<Path> path(@Nullable String text) {
    return Optional.ofNullable(text).map(Path::of);
  }

  /** Where the image {@code name} goes. */
  ImageBuilder.Target target(String name) {
    return repository
        .<ImageBuilder.Target>map(
            r -> new ImageBuilder.Target.Registry(r + "/" + name + ":" + version))
        .orElseGet(() -> new ImageBuilder.Target.Archive(work.resolve(name + ".tar")));
  }
}

package app.tiktoktoe.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that would make whoever runs them someone else. */
final class Privileges {
  private static final int SET_USER_OR_GROUP = 06000;

  private Privileges() {}

  /**
   * Refuses a root file system that has one.
   *
   * @throws IllegalStateException naming them
   */
  static void refuse(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            && (mode & SET_USER_OR_GROUP) != 0) {
          found.add(Path.of("/").resolve(root.relativize(path)));
        }
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalStateException("Set-user-id or set-group-id files: " + found);
    }
  }
}

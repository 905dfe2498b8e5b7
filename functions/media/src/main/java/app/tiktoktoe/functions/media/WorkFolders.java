package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders that exist while a job is worked on. Thread-safe. */
final class WorkFolders {
  static final String PREFIX = "tiktoktoe-media-";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path parent;
  private final InstantSource clock;

  WorkFolders(Path parent, InstantSource clock) {
    this.parent = parent;
    this.clock = clock;
  }

  /** One folder; closing it deletes it. */
  record WorkFolder(Path path) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      delete(path);
    }
  }

  /** A new folder. Those of workers that were killed more than an hour ago are deleted. */
  WorkFolder open() throws IOException {
    Instant old = clock.instant().minus(ABANDONED);
    List<Path> found;
    try (Stream<Path> entries = Files.list(parent)) {
      found = entries.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path folder : found) {
      if (Files.exists(folder) && Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
        delete(folder);
      }
    }
    return new WorkFolder(Files.createTempDirectory(parent, PREFIX));
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

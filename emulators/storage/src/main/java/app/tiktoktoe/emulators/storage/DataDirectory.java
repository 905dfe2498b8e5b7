package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The layout of the data directory, held by one emulator at a time. */
final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataDirectory(Path root, boolean temporary, FileChannel lockFile) {
    this.root = root;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  /**
   * Opens or creates the directory; null for one that is deleted on close.
   *
   * @throws IOException also when another emulator holds it
   */
  static DataDirectory open(@Nullable Path directory) throws IOException {
    Path root = directory == null ? Files.createTempDirectory("storage-emulator") : directory;
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException("another storage emulator uses " + root);
    }
    DataDirectory opened = new DataDirectory(root, directory == null, channel);
    deleteTree(opened.temp());
    for (Path part :
        new Path[] {opened.buckets(), opened.temp(), opened.uploads(), opened.outbox()}) {
      Files.createDirectories(part);
    }
    return opened;
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path buckets() {
    return root.resolve("buckets");
  }

  Path temp() {
    return root.resolve("temp");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path outbox() {
    return root.resolve("outbox");
  }

  Path generations() {
    return root.resolve("generations");
  }

  /** Where the bytes of one generation are; they never change. */
  Path content(long generation) {
    return root.resolve("content")
        .resolve(Long.toString(generation % 256))
        .resolve(Long.toString(generation));
  }

  /** Writes beside and renames, so that a reader sees the old bytes or the new ones. */
  void replace(Path target, byte[] bytes) throws IOException {
    Path complete = write(bytes);
    Files.move(
        complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  Path write(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(temp(), "json", null), bytes);
  }

  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    if (temporary) {
      deleteTree(root);
    }
  }
}

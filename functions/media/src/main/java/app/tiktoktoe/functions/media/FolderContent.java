package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** What a child has left in its folder, looked at without following a link. Stateless. */
final class FolderContent {
  private FolderContent() {}

  /** What all files have together; a child may be changing them. */
  static long sizeBytes(Path folder) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) {
            // Renamed or deleted while it was looked at; the next look sees it.
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  /**
   * Makes sure that whoever reads the folder reads only what is in it.
   *
   * @throws IOException for anything but files and folders: a link could lead out of it
   */
  static void check(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isRegularFile()) {
              throw new IOException("a decoder left what is no file");
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

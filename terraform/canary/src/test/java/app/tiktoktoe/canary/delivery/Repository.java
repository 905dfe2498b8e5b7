package app.tiktoktoe.canary.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The source tree. */
final class Repository {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final List<String> NOT_OURS =
      List.of(".git", ".terraform", "node_modules", "src", "target");

  private Repository() {}

  /** Every shell script: named so, or beginning with a shell's line. */
  static Set<Path> shellScripts() throws IOException {
    Set<Path> scripts = new TreeSet<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skipped =
                NOT_OURS.contains(folder.getFileName().toString())
                    || (!folder.equals(ROOT) && Files.exists(folder.resolve(".git")));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && isShell(file)) {
              scripts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return scripts;
  }

  private static boolean isShell(Path file) throws IOException {
    if (file.toString().endsWith(".sh")) {
      return true;
    }
    if (file.getFileName().toString().contains(".")) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      String line = new String(in.readNBytes(30), StandardCharsets.ISO_8859_1);
      return line.startsWith("#!/usr/bin/env bash") || line.startsWith("#!/bin/sh");
    }
  }
}

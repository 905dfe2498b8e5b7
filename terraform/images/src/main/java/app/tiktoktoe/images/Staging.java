package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.emulators.bundles.Bundle;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Lays out {@code /app}: the jars of every bundle on one flat class path, ours first. */
final class Staging {
  private final Path source;
  private final Catalogue catalogue;

  /** {@code source} is the folder of the root pom, everything in it packaged. */
  Staging(Path source, Catalogue catalogue) {
    this.source = source;
    this.catalogue = catalogue;
  }

  /**
   * Fills {@code app}, which is empty.
   *
   * @throws IllegalStateException when two bundles have different bytes under one name
   */
  void fill(Path app) throws IOException {
    Path libs = Files.createDirectories(app.resolve("libs"));
    List<String> jars = new ArrayList<>();
    for (FunctionEntry function : catalogue.functions().values()) {
      Bundle bundle = Bundle.of(source, function);
      String jar = function.name() + ".jar";
      Files.copy(bundle.folder().resolve("function.jar"), app.resolve(jar));
      jars.add(jar);
      share(bundle.folder().resolve("libs"), libs);
    }
    Files.copy(
        source.resolve("terraform/launcher/target/launcher.jar"), app.resolve("launcher.jar"));
    jars.add("launcher.jar");
    for (Path lib : sorted(libs)) {
      jars.add("libs/" + lib.getFileName());
    }
    // Last: it carries libraries of its own, older than ours, under their usual names.
    Files.copy(Bundle.invoker(source), app.resolve("invoker.jar"));
    jars.add("invoker.jar");
    Files.writeString(app.resolve("routes.properties"), routes());
    Files.write(app.resolve("java.args"), Layout.arguments(jars));
    stamp(app);
  }

  private static void share(Path from, Path libs) throws IOException {
    for (Path jar : sorted(from)) {
      Path shared = libs.resolve(jar.getFileName());
      if (!Files.exists(shared)) {
        Files.copy(jar, shared);
      } else if (Files.mismatch(jar, shared) >= 0) {
        throw new IllegalStateException("Two libraries under one name: " + jar + " is another");
      }
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private String routes() {
    TreeMap<String, String> routes = new TreeMap<>();
    for (FunctionEntry function : catalogue.functions().values()) {
      switch (function.trigger()) {
        case Trigger.Http http -> {
          http.paths().forEach(path -> routes.put(path, function.entryClass()));
          http.methods()
              .keySet()
              .forEach(nsid -> routes.put("/xrpc/" + nsid, function.entryClass()));
        }
        case Trigger.PubSub _ -> routes.put(events(function.name()), function.entryClass());
      }
    }
    TreeSet<String> lines = new TreeSet<>();
    routes.forEach((path, entryClass) -> lines.add(path + " = " + entryClass + "\n"));
    return String.join("", lines);
  }

  /** Where an event function takes its messages when one process serves all. */
  static String events(String function) {
    return "/_events/" + function + "/";
  }

  /** Copies a folder as it is, links included, over what is there. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file)),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING,
                LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
    stamp(to);
  }

  /** Gives everything below {@code folder} the one time. */
  static void stamp(Path folder) throws IOException {
    FileTime time = FileTime.from(Layout.STAMP);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setTimes(time, null, null);
      }
    }
  }
}

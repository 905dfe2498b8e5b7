package app.tiktoktoe.emulators.rules;

import app.tiktoktoe.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source tree. */
public final class House {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private House() {}

  /** The folder of the root pom. */
  public static Path root() {
    return ROOT;
  }

  static Path functions() {
    return ROOT.resolve("functions");
  }

  /** The catalogue. */
  public static Catalogue catalogue() throws IOException {
    return Catalogue.read(functions().resolve("catalogue.yaml"));
  }

  /** The folders of {@code functions/} that have a pom. */
  static Set<String> functionFolders() throws IOException {
    try (Stream<Path> entries = Files.list(functions())) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("pom.xml")))
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The main sources of a function. */
  static Set<Path> sources(String function) throws IOException {
    try (Stream<Path> files = Files.walk(functions().resolve(function).resolve("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}

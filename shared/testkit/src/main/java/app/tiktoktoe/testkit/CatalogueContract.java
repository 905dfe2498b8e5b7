package app.tiktoktoe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an HTTP function's wiring and its entry in {@code functions/catalogue.yaml} owe each other.
 * A subclass says what is wired; a difference is reported by name, both ways.
 */
public abstract class CatalogueContract {

  /** For subclasses. */
  protected CatalogueContract() {}

  /** The function's name in the catalogue. */
  protected abstract String functionName();

  /** The function's entry class. */
  protected abstract Class<?> entryClass();

  /**
   * Each wired method's NSID and its level of authorisation in lower case, for example {@code
   * owner}.
   */
  protected abstract Map<String, String> wiredMethods();

  /** Each wired path beside the methods, for example {@code /xrpc/_health}. */
  protected Set<String> wiredPaths() {
    return Set.of();
  }

  /** The entry that is compared. */
  protected final FunctionEntry entry() {
    try {
      return Catalogue.read(houseRoot().resolve("functions/catalogue.yaml"))
          .function(functionName());
    } catch (IOException e) {
      throw new AssertionError("functions/catalogue.yaml cannot be read", e);
    }
  }

  /** The folder of the root pom, found from the working directory upwards. */
  static Path houseRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("functions/catalogue.yaml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new AssertionError("No functions/catalogue.yaml above the working directory");
      }
    }
    return folder;
  }

  @Test
  void catalogueNamesTheEntryClass() {
    assertEquals(entryClass().getName(), entry().entryClass());
  }

  @Test
  void catalogueAndWiringListTheSameMethodsAndPaths() {
    assertEquals(
        List.of(),
        differences(entry(), wiredMethods(), wiredPaths()),
        "see functions/catalogue.yaml");
  }

  static List<String> differences(
      FunctionEntry entry, Map<String, String> methods, Set<String> paths) {
    if (!(entry.trigger() instanceof Trigger.Http http)) {
      return List.of(entry.name() + " has no http trigger in the catalogue");
    }
    Map<String, String> listed =
        http.methods().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, method -> method.getValue().text()));
    Set<String> found = new TreeSet<>();
    listed.forEach((nsid, auth) -> compare(nsid, auth, methods.get(nsid), found));
    methods.keySet().stream()
        .filter(nsid -> !listed.containsKey(nsid))
        .forEach(nsid -> found.add(nsid + " is wired but not in the catalogue"));
    http.paths().stream()
        .filter(path -> !paths.contains(path))
        .forEach(path -> found.add(path + " is in the catalogue but not wired"));
    paths.stream()
        .filter(path -> !http.paths().contains(path))
        .forEach(path -> found.add(path + " is wired but not in the catalogue"));
    return List.copyOf(found);
  }

  private static void compare(
      String nsid, String listed, @Nullable String wired, Set<String> found) {
    if (wired == null) {
      found.add(nsid + " is in the catalogue but not wired");
    } else if (!wired.equals(listed)) {
      found.add(nsid + " is " + listed + " in the catalogue but wired as " + wired);
    }
  }
}

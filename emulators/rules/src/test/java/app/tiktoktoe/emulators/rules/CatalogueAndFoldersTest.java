package app.tiktoktoe.emulators.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.catalogue.AuthLevel;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue names what is in the folders, and the folders hold what the catalogue names. */
class CatalogueAndFoldersTest {
  private static Map<String, AuthLevel> methods(FunctionEntry entry) {
    return switch (entry.trigger()) {
      case Trigger.Http http -> http.methods();
      case Trigger.PubSub pubsub -> Map.of();
    };
  }

  @Test
  void everyFolderIsAFunctionAndEveryFunctionAFolder() throws IOException {
    assertEquals(new TreeSet<>(House.catalogue().functions().keySet()), House.functionFolders());
  }

  @Test
  void everyMethodIsAClassOfItsNameAndEveryMethodClassIsListed() throws IOException {
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      Set<String> listed =
          methods(entry).keySet().stream()
              .map(nsid -> className(Nsid.parse(nsid)))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> classes = methodClasses(entry.name());
      Set<String> missing = new TreeSet<>(listed);
      missing.removeAll(classes);
      assertEquals(Set.of(), missing, "listed for " + entry.name() + ", without a class");
      classes.removeAll(listed);
      classes.removeAll(answering(paths(entry), entry.name()).values());
      assertEquals(Set.of(), classes, entry.name() + " has classes that nothing listed reaches");
    }
  }

  @Test
  void everyPathIsTheFirstWordOfWhatAnswersIt() throws IOException {
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      List<String> paths = paths(entry);
      Map<String, String> answering = answering(paths, entry.name());
      assertEquals(new TreeSet<>(paths), answering.keySet(), "documentation of " + entry.name());
    }
  }

  private static List<String> paths(FunctionEntry entry) {
    return entry.trigger() instanceof Trigger.Http http ? http.paths() : List.of();
  }

  /** The class by path in which a documentation comment begins with the path. */
  private static Map<String, String> answering(List<String> paths, String function)
      throws IOException {
    Map<String, String> classes = new TreeMap<>();
    for (Path source : House.sources(function)) {
      String text = Files.readString(source);
      String name = source.getFileName().toString().replace(".java", "");
      for (String path : paths) {
        Pattern first =
            Pattern.compile("/\\*\\*\\s+(\\*\\s+)?\\{@code " + Pattern.quote(path) + "\\}");
        if (first.matcher(text).find()) {
          assertNull(classes.put(path, name), "two classes say that they answer " + path);
        }
      }
    }
    return classes;
  }

  private static String className(Nsid nsid) {
    return Character.toUpperCase(nsid.name().charAt(0)) + nsid.name().substring(1);
  }

  /** The classes that answer a method or a path. */
  private static Set<String> methodClasses(String function) throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Path source : House.sources(function)) {
      String name = source.getFileName().toString().replace(".java", "");
      if (Files.readString(source).contains("class " + name + " implements XrpcMethod")) {
        classes.add(name);
      }
    }
    return classes;
  }

  @Test
  void everyMethodHasALexicon() throws IOException {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    List<String> without = new ArrayList<>();
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      for (String nsid : methods(entry).keySet()) {
        if (lexicons.method(Nsid.parse(nsid)).map(XrpcLexicon::kind).isEmpty()) {
          without.add(nsid);
        }
      }
    }
    assertEquals(List.of(), without);
  }
}

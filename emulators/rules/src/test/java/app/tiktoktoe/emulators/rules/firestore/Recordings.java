package app.tiktoktoe.emulators.rules.firestore;

import app.tiktoktoe.emulators.rules.firestore.FirestoreList.Field;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the tests of all modules asked of Firestore, as {@code shared/testkit} recorded it.
 *
 * @param missing test classes without a recording that is younger than the class
 * @param writes the kinds of value that each field was given
 */
record Recordings(List<String> missing, Set<Need> needs, Map<Field, Set<String>> writes) {
  /** Their tests make up collections of their own. */
  private static final Set<String> WITHOUT_COLLECTIONS = Set.of("testkit", "cloud");

  static Recordings read(Path root) throws IOException {
    Recordings all = new Recordings(new ArrayList<>(), new HashSet<>(), new TreeMap<>());
    for (Path module : modules(root)) {
      all.add(module);
    }
    return all;
  }

  /** The modules whose tests can reach an emulator. */
  private static List<Path> modules(Path root) throws IOException {
    List<Path> modules = new ArrayList<>();
    for (String folder : List.of("shared", "functions")) {
      try (Stream<Path> entries = Files.list(root.resolve(folder))) {
        modules.addAll(entries.sorted().filter(Recordings::usesTestkit).toList());
      }
    }
    return modules;
  }

  private static boolean usesTestkit(Path module) {
    Path pom = module.resolve("pom.xml");
    try {
      return Files.exists(pom)
          && !WITHOUT_COLLECTIONS.contains(module.getFileName().toString())
          && Files.readString(pom).contains("<artifactId>testkit</artifactId>");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void add(Path module) throws IOException {
    Path classes = module.resolve("target/test-classes");
    List<Path> tests = TestClasses.in(classes);
    if (tests.isEmpty()) {
      missing.add("all of " + module.getFileName());
    }
    for (Path test : tests) {
      String name = classes.relativize(test).toString().replace('/', '.').replace(".class", "");
      add(name, test, module.resolve("target/firestore").resolve(name + ".jsonl"));
    }
  }

  private void add(String name, Path test, Path recording) throws IOException {
    if (!Files.exists(recording)
        || Files.getLastModifiedTime(recording).compareTo(Files.getLastModifiedTime(test)) < 0) {
      missing.add(name);
      return;
    }
    for (String line : Files.readAllLines(recording)) {
      add(name, new JsonMapper().readTree(line));
    }
  }

  private void add(String name, JsonNode line) {
    if (line.has("query")) {
      needs.addAll(QueryReader.needs(line.get("query"), line.path("aggregated")));
    } else if (line.has("kind")) {
      Field field = new Field(line.get("collection").asText(), line.get("field").asText());
      writes.computeIfAbsent(field, key -> new TreeSet<>()).add(line.get("kind").asText());
    } else {
      throw new AssertionError(name + " asked Firestore for what no rule knows: " + line);
    }
  }
}

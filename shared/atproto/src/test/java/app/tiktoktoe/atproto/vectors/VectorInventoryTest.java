package app.tiktoktoe.atproto.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares {@code VECTORS.md} with the files beside it. */
class VectorInventoryTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| (\\d+) \\| ([^|]*) \\| (`[^|]+`) \\|");

  private record Row(String file, int cases, String pointer, List<String> tests) {}

  static List<Row> rows() {
    return VectorFile.lines("/VECTORS.md").stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(
            row ->
                new Row(
                    row.group(1),
                    Integer.parseInt(row.group(2)),
                    row.group(3).strip(),
                    List.of(row.group(4).replace("`", "").split(", "))))
        .toList();
  }

  @Test
  void everyFileHasARow() throws IOException, URISyntaxException {
    URL table = Objects.requireNonNull(getClass().getResource("/VECTORS.md"));
    Path root = Objects.requireNonNull(Path.of(table.toURI()).getParent());
    TreeSet<String> files = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths
          .map(path -> root.relativize(path).toString())
          .filter(path -> path.matches(".*\\.(json|txt|car)"))
          .forEach(files::add);
    }
    TreeSet<String> listed = new TreeSet<>();
    rows().forEach(row -> listed.add(row.file));
    assertEquals(rows().size(), listed.size());
    TreeSet<String> missing = new TreeSet<>(files);
    missing.removeAll(listed);
    assertEquals(Set.of(), missing);
    listed.removeAll(files);
    assertEquals(Set.of(), listed);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyCaseIsThere(Row row) {
    assertEquals(row.cases, cases(row));
  }

  private static int cases(Row row) {
    if (row.file.endsWith(".txt")) {
      return (int)
          VectorFile.lines("/" + row.file).stream()
              .filter(line -> !line.isEmpty() && !line.startsWith("# ") && !line.equals("#"))
              .count();
    }
    if (row.file.endsWith(".car") || row.file.matches(".*/(catalog|audit_log)/.*")) {
      return 1;
    }
    JsonNode json = VectorFile.json("/" + row.file);
    return (row.pointer.length() > 1 ? json.at(row.pointer) : json).size();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyTestExists(Row row) throws ClassNotFoundException {
    for (String test : row.tests) {
      assertNotNull(Class.forName("app.tiktoktoe.atproto." + test));
    }
  }
}

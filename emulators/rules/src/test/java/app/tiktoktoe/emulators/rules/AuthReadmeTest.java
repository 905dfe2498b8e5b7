package app.tiktoktoe.emulators.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.catalogue.AuthLevel;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.MethodNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code functions/auth/README.md}: methods, levels and scopes are those of the
 * catalogue and the adapter, errors those of the lexicons and the code.
 */
class AuthReadmeTest {
  private static final String FUNCTION = "auth";
  private static final String START = "| method or path";
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)`");
  private static final String HEAD =
      """
      | method or path | level | an app needs | limit | refuses with |
      | --- | --- | --- | --- | --- |
      """;

  private final Lexicons lexicons = new Lexicons(new ClasspathLexicons());

  /**
   * What a person wrote of a method.
   *
   * @param condition what the level alone does not say
   */
  private record Row(String condition, String limit, String errors) {}

  private static Path readme() {
    return House.functions().resolve(FUNCTION).resolve("README.md");
  }

  private static Trigger.Http http() throws IOException {
    return (Trigger.Http) House.catalogue().function(FUNCTION).trigger();
  }

  /** The lines of the table, by what stands in their first cell. */
  private static Map<String, Row> rows(String page) {
    Map<String, Row> rows = new LinkedHashMap<>();
    int start = page.indexOf(START);
    for (String line : page.substring(start, page.indexOf("\n\n", start)).split("\n", -1)) {
      if (line.startsWith("| `")) {
        String[] cells = line.substring(1).split("\\|", -1);
        int written = cells.length - 3;
        String level = cells[1].strip();
        int end = level.indexOf(',') < 0 ? level.length() : level.indexOf(',');
        rows.put(
            cells[0].strip().replace("`", ""),
            new Row(level.substring(end), cells[written].strip(), cells[written + 1].strip()));
      }
    }
    return rows;
  }

  private static String table(Map<String, Row> rows) throws IOException {
    StringBuilder table = new StringBuilder(HEAD);
    Row empty = new Row("", "", "");
    http()
        .methods()
        .forEach(
            (nsid, level) ->
                line(
                    table,
                    nsid,
                    level.name().toLowerCase(Locale.ROOT),
                    scopes(nsid, level),
                    rows.getOrDefault(nsid, empty)));
    http().paths().forEach(path -> line(table, path, "public", "", rows.getOrDefault(path, empty)));
    return table.toString();
  }

  private static void line(StringBuilder table, String name, String level, String app, Row row) {
    table.append(
        "| `%s` | %s%s | %s | %s | %s |\n"
            .formatted(name, level, row.condition(), app, row.limit(), row.errors())
            .replace("|  |", "| |")
            .replace("|  |", "| |"));
  }

  private static String scopes(String nsid, AuthLevel level) {
    Nsid method = Nsid.parse(nsid);
    Auth auth = Auth.valueOf(level.name());
    return switch (auth) {
      case PUBLIC, REFRESH, ADMIN -> "";
      default ->
          MethodNeeds.isForApps(auth, method)
              ? MethodNeeds.scopes(method).isEmpty()
                  ? "a session"
                  : "`" + MethodNeeds.scopes(method) + "`"
              : "not for apps";
    };
  }

  @Test
  void namesMethodsLevelsAndScopes() throws IOException {
    String page = Files.readString(readme());
    int start = page.indexOf(START);
    int end = page.indexOf("\n\n", start) + 1;
    String expected = page.substring(0, start) + table(rows(page)) + page.substring(end);
    if (System.getProperty("readme.write") != null) {
      Files.writeString(readme(), expected);
    }
    assertEquals(expected, Files.readString(readme()));
  }

  @Test
  void namesTheErrorsOfTheLexiconsAndNoneThatIsNotInTheCode() throws IOException {
    Set<String> inCode = literals();
    List<String> faults = new ArrayList<>();
    Map<String, Row> rows = rows(Files.readString(readme()));
    for (String nsid : http().methods().keySet()) {
      Set<String> named = names(rows.getOrDefault(nsid, new Row("", "", "")).errors());
      Set<String> declared = new TreeSet<>(declared(nsid));
      declared.retainAll(inCode);
      declared.removeAll(named);
      declared.forEach(error -> faults.add(nsid + " may be refused with " + error));
      named.removeAll(inCode);
      named.forEach(error -> faults.add(nsid + " is never refused with " + error));
    }
    assertEquals(List.of(), faults);
  }

  @Test
  void namesALimitWhereTooManyCallsAreRefused() throws IOException {
    rows(Files.readString(readme()))
        .forEach(
            (name, row) ->
                assertEquals(
                    names(row.errors()).contains("RateLimitExceeded"),
                    !row.limit().isEmpty(),
                    name + ": a limit and RateLimitExceeded go together"));
  }

  private Set<String> declared(String nsid) {
    return lexicons.method(Nsid.parse(nsid)).map(XrpcLexicon::errors).orElseThrow();
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The texts of one capitalised word in the code that answers. */
  private static Set<String> literals() throws IOException {
    Set<String> words = new TreeSet<>();
    Pattern word = Pattern.compile("\"([A-Z][A-Za-z]+)\"");
    for (String folder : List.of("functions/auth", "shared/accounts", "shared/xrpc")) {
      try (Stream<Path> files = Files.walk(House.root().resolve(folder).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher matcher = word.matcher(Files.readString(file));
          while (matcher.find()) {
            words.add(matcher.group(1));
          }
        }
      }
    }
    return words;
  }
}

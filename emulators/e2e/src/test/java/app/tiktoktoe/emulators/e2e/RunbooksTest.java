package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the runbooks names what exists, and every alert a runbook that exists. */
class RunbooksTest {
  private static final Path TERRAFORM = Path.of("../../terraform").toAbsolutePath().normalize();
  private static final Path RUNBOOKS = TERRAFORM.resolve("runbooks");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
  private static final Pattern FLAG = Pattern.compile("(?<=\\s)--[a-z][a-z0-9-]*");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)");
  private static final Pattern ASSIGNED = Pattern.compile("\\b([A-Z][A-Z_]+)=");
  private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Z_]+)`");
  private static final Pattern RELATIVE = Pattern.compile("(?<=[\\s=])(?:\\.\\./|bin/)[\\w./-]+");
  private static final Pattern ALERTS =
      Pattern.compile("(?:runbooks|availability|latency|freshness|jobs)\\s*=\\s*\\[([^\\]]*)]");
  private static final Set<String> PROGRAMS =
      Set.of("gcloud", "curl", "terraform", "java", "mvn", "export", "source", "cd");
  private static final int MOST_LINES = 80;
  private static final Path DRILLS = Path.of("drills");
  private static final Pattern REHEARSED =
      Pattern.compile("command\\('([a-z-]+|README)',\\s*'([^']+)'");

  /** The emulator keeps no past. */
  private static final Set<String> NOT_REHEARSED = Set.of("EXPORT=$(bin/backup --at \"$GOOD\")");

  private static final Set<String> WITHOUT_PARTS =
      Set.of("README.md", "incident.md", "post-mortem.md");

  /** Something for each name that a page leaves to its reader. */
  private static final Map<String, String> FOUND_OUT =
      Map.ofEntries(
          Map.entry("PROJECT", "tiktoktoe-prod"),
          Map.entry("REGION", "europe-west1"),
          Map.entry("LOG_LOCATION", "europe-west1"),
          Map.entry("SERVICE", "feed"),
          Map.entry("REVISION", "feed-00001-abc"),
          Map.entry("FUNCTION", "indexing"),
          Map.entry("BUILD", "00000000-0000-0000-0000-000000000000"),
          Map.entry("VERSION", "1"),
          Map.entry("BACKUP", "projects/tiktoktoe-prod/locations/eur3/backups/b"),
          Map.entry("REQUEST_ID", "r"),
          Map.entry("CLOUDSDK_CORE_DISABLE_PROMPTS", "1"));

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<String> commands(Path page) throws IOException {
    List<String> lines = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(page));
    while (blocks.find()) {
      blocks.group(1).lines().filter(line -> !line.isBlank()).forEach(lines::add);
    }
    return lines;
  }

  private static Set<String> found(Pattern pattern, String text, int group) {
    Set<String> all = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      all.add(matcher.group(group));
    }
    return all;
  }

  /** The command without assignments before it or around it. */
  private static String bare(String line) {
    return line.replaceFirst("^[A-Z_]+=\\$\\((.*)\\)$", "$1").replaceFirst("^[A-Z_]+=\\S+ ?", "");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsAndTheirFlagsExist(Path page) throws IOException {
    for (String line : commands(page)) {
      String command = bare(line);
      String program = command.split(" ", 2)[0];
      if (program.startsWith("bin/")) {
        Path script = RUNBOOKS.resolve(program);
        assertTrue(Files.isExecutable(script), line);
        String source = Files.readString(script);
        for (String flag : found(FLAG, command, 0)) {
          assertTrue(source.contains(flag + ")"), flag + " in " + line);
        }
      } else if (program.equals("../delivery/step")) {
        String step = command.substring(program.length()).strip();
        assertTrue(Files.isExecutable(TERRAFORM.resolve("delivery/" + step + ".sh")), line);
      } else {
        assertTrue(program.isEmpty() || PROGRAMS.contains(program), line);
      }
    }
  }

  /**
   * A line of {@code bin/} is run by a drill as it stands in its page, which takes it from there.
   */
  @ParameterizedTest
  @MethodSource("pages")
  void ownCommandsAreRehearsed(Path page) throws IOException {
    String name = page.toFile().getName().replace(".md", "");
    Set<String> rehearsed = new TreeSet<>(NOT_REHEARSED);
    List<String> all = commands(page);
    try (Stream<Path> drills = Files.list(DRILLS)) {
      for (Path drill : drills.toList()) {
        Matcher used = REHEARSED.matcher(Files.readString(drill));
        while (used.find()) {
          if (used.group(1).equals(name)) {
            String beginning = used.group(2);
            all.stream()
                .filter(
                    line ->
                        all.contains(beginning)
                            ? line.equals(beginning)
                            : line.startsWith(beginning))
                .forEach(rehearsed::add);
          }
        }
      }
    }
    for (String line : all) {
      assertTrue(!line.contains("bin/") || rehearsed.contains(line), line);
    }
  }

  /**
   * Without credentials gcloud does nothing and ends with 1; a command that it cannot read, with 2.
   */
  @ParameterizedTest
  @MethodSource("pages")
  void gcloudCanReadItsCommands(Path page, @TempDir Path nobody) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/gcloud")), "needs gcloud: google-cloud-cli");
    for (String line : commands(page)) {
      if (bare(line).startsWith("gcloud ")) {
        Path output = nobody.resolve("output");
        ProcessBuilder builder =
            new ProcessBuilder("bash", "-euc", line)
                .directory(nobody.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(FOUND_OUT);
        builder.environment().put("CLOUDSDK_CONFIG", nobody.resolve("config").toString());
        int exitCode = builder.start().waitFor();
        String printed = Files.readString(output);
        assertEquals(1, exitCode, line + "\n" + printed);
        assertTrue(printed.contains("active account"), line + "\n" + printed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageSaysWhenWhoHowAndHowToUndoIt(Path page) throws IOException {
    if (WITHOUT_PARTS.contains(page.toFile().getName())) {
      return;
    }
    String text = Files.readString(page);
    for (String part :
        List.of(
            "\\*\\*(Symptom|When)\\.",
            "\\*\\*Who\\.",
            "\\*\\*How to know it worked\\.",
            "\\*\\*Undo",
            "\\*\\*(Not rehearsed|Rehearsed)")) {
      assertTrue(Pattern.compile(part).matcher(text).find(), page + " lacks " + part);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void pathsExist(Path page) throws IOException {
    for (String line : commands(page)) {
      for (String path : found(RELATIVE, " " + line, 0)) {
        // What a build makes is there when its module is.
        String source = path.replaceFirst("/target/.*", "/pom.xml");
        assertTrue(Files.exists(RUNBOOKS.resolve(source)), path + " in " + line);
      }
    }
    for (String link : found(LINK, Files.readString(page), 1)) {
      assertTrue(Files.exists(RUNBOOKS.resolve(link)), link);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void variablesAreExplained(Path page) throws IOException {
    Set<String> known = found(NAMED, Files.readString(RUNBOOKS.resolve("README.md")), 1);
    String all = String.join("\n", commands(page));
    known.add("PWD");
    known.addAll(found(ASSIGNED, all, 1));
    Set<String> unknown = found(VARIABLE, all, 1);
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aPageIsAPage(Path page) throws IOException {
    long lines = Files.readString(page).lines().count();
    assertTrue(lines <= MOST_LINES, page + " has " + lines + " lines");
  }

  @Test
  void theCanaryKnowsItsFlags() throws IOException {
    String usage =
        Files.readString(
            TERRAFORM.resolve("canary/src/main/java/app/tiktoktoe/canary/Options.java"));
    for (Path page : pages()) {
      for (String line : commands(page)) {
        if (line.contains("canary.jar")) {
          String arguments = line.substring(line.indexOf("canary.jar") + "canary.jar".length());
          assertTrue(usage.contains("\n      " + arguments.trim().split(" ", 2)[0] + " "), line);
          for (String flag : found(FLAG, arguments, 0)) {
            assertTrue(usage.contains(flag + " "), flag + " in " + line);
          }
        }
      }
    }
  }

  @Test
  void everyAlertsRunbookExists() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(TERRAFORM.resolve("modules/observability"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".tf")).toList()) {
        for (String list : found(ALERTS, Files.readString(file), 1)) {
          named.addAll(found(Pattern.compile("\"([a-z-]+)\""), list, 1));
        }
      }
    }
    assertFalse(named.isEmpty());
    for (String runbook : named) {
      assertTrue(Files.exists(RUNBOOKS.resolve(runbook + ".md")), runbook);
    }
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    Set<String> linked = found(LINK, Files.readString(RUNBOOKS.resolve("README.md")), 1);
    for (Path page : pages()) {
      String name = page.toFile().getName();
      assertTrue(name.equals("README.md") || linked.contains(name), name);
    }
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    Path shellcheck = Path.of("/usr/bin/shellcheck");
    Assumptions.assumeTrue(
        Files.isExecutable(shellcheck), "needs shellcheck: apt-get install shellcheck");
    List<String> command = new ArrayList<>(List.of(shellcheck.toString(), "-x"));
    try (Stream<Path> scripts = Files.list(RUNBOOKS.resolve("bin"))) {
      scripts.map(script -> script.toFile().getName()).sorted().forEach(command::add);
    }
    Process process =
        new ProcessBuilder(command)
            .directory(RUNBOOKS.resolve("bin").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}

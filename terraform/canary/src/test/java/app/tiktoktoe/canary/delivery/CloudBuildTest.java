package app.tiktoktoe.canary.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Cloud Build's own loader does not know: that what the file names is there. */
class CloudBuildTest {
  private static final Path DELIVERY = Repository.ROOT.resolve("terraform/delivery");

  private JsonNode build;

  @BeforeEach
  void read() throws IOException {
    build = new YAMLMapper().readTree(Repository.ROOT.resolve("cloudbuild.yaml").toFile());
  }

  @Test
  void eachStepIsOneCommandWithATime() {
    for (JsonNode step : build.path("steps")) {
      String id = step.path("id").asText();
      assertFalse(step.has("script"), id + " is a script");
      assertTrue(step.path("timeout").asText().matches("\\d+s"), id + " has no timeout");
      if (!id.equals("builder")) {
        assertEquals("terraform/delivery/step " + id, words(step.path("args")));
      }
    }
  }

  @Test
  void everyStepHasAScriptAndEveryScriptIsAStep() throws IOException {
    Set<String> steps = new TreeSet<>();
    build.path("steps").forEach(step -> steps.add(step.path("id").asText()));
    steps.remove("builder");
    assertEquals(scripts(), steps);
    assertEquals(scripts(), stepsOfEnvironments());
    for (String step : steps) {
      Path script = DELIVERY.resolve(step + ".sh");
      assertTrue(Files.isExecutable(script), script + " cannot be executed");
      assertTrue(Files.readString(script).contains("set -euo pipefail"), script + " goes on");
    }
  }

  private static Set<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(DELIVERY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sh") && !name.equals("settings.sh"))
          .map(name -> name.replace(".sh", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> stepsOfEnvironments() throws IOException {
    return Pattern.compile("steps=\"([^\"]*)\"")
        .matcher(Files.readString(DELIVERY.resolve("step")))
        .results()
        .flatMap(match -> Stream.of(match.group(1).split(" ", -1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyEnvironmentHasAFolder() throws IOException {
    Set<String> known =
        Pattern.compile("(?m)^ +((?:[a-z-]+(?: \\| )?)+)\\) steps=")
            .matcher(Files.readString(DELIVERY.resolve("step")))
            .results()
            .map(MatchResult::group)
            .flatMap(line -> Stream.of(line.replaceAll("\\).*", "").strip().split(" \\| ", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(known.remove("branch-down"), known::toString);
    assertEquals(folders(Repository.ROOT.resolve("terraform/environments")), known);
  }

  private static Set<String> folders(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("main.tf")))
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void triggersSetOnlyWhatThereIs() throws IOException {
    String triggers =
        Files.readString(Repository.ROOT.resolve("terraform/modules/delivery/triggers.tf"));
    Set<String> set =
        Pattern.compile("(?m)^ +(_[A-Z_]+) += ")
            .matcher(triggers)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(set.contains("_ENVIRONMENT"), set::toString);
    Set<String> known = new TreeSet<>();
    build.path("substitutions").fieldNames().forEachRemaining(known::add);
    set.removeAll(known);
    assertEquals(Set.of(), set, "unknown to cloudbuild.yaml");
  }

  @Test
  void runsAsItsOwnAccountOnNamedImages() {
    assertEquals(
        "projects/$PROJECT_ID/serviceAccounts/builder@$PROJECT_ID.iam.gserviceaccount.com",
        build.path("serviceAccount").asText());
    assertEquals("CLOUD_LOGGING_ONLY", build.path("options").path("logging").asText());
    assertEquals("VERIFIED", build.path("options").path("requestedVerifyOption").asText());
    for (JsonNode step : build.path("steps")) {
      String image = step.path("name").asText();
      assertTrue(
          image.matches(".+(:[0-9][\\w.-]*|@sha256:[0-9a-f]{64})"), image + " is not pinned");
    }
  }

  @Test
  void theBuilderIsMadeOfNamedImages() throws IOException {
    Files.readAllLines(DELIVERY.resolve("builder/Dockerfile")).stream()
        .filter(line -> line.startsWith("FROM "))
        .forEach(
            line ->
                assertTrue(
                    line.matches("FROM [^ ]+:[0-9][^ ]*( AS \\w+)?"), line + ": not pinned"));
  }

  private static String words(JsonNode arguments) {
    List<String> words = new ArrayList<>();
    arguments.forEach(argument -> words.add(argument.asText()));
    return String.join(" ", words);
  }
}

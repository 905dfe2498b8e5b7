package app.tiktoktoe.canary.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts that decide something, run on a copy with gcloud, terraform and git played by scripts
 * that note how they were called.
 */
class DeliveryScriptsTest {
  private static final String IMAGE =
      "europe-west1-docker.pkg.dev/p/images/media@sha256:%064d".formatted(1);
  private static final String OTHER_IMAGE = IMAGE.replace("media", "functions");

  private static final Set<String> UNDERSTOOD = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;
  private Path calls;
  private Path work;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void copy() throws IOException {
    assumeTrue(Ran.isOnThePath("jq"), "needs jq: apt-get install jq");
    Path delivery = Files.createDirectories(folder.resolve("repository/terraform/delivery"));
    try (var files = Files.list(Repository.ROOT.resolve("terraform/delivery"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, delivery.resolve(file.getFileName().toString()));
      }
    }
    work = Files.createDirectories(folder.resolve("repository/target/delivery"));
    calls = Files.createFile(folder.resolve("calls"));
    environment.putAll(
        Map.of(
            "PATH", Files.createDirectory(folder.resolve("bin")) + ":" + Ran.path(),
            "CALLS", calls.toString(),
            "ENVIRONMENT", "prod",
            "JAVA_HOME", "",
            "PROJECT_ID", "p",
            "REGION", "europe-west1",
            "REVISION", "1234567"));
  }

  /**
   * Puts a program in another's place; its body sees the call in {@code $*}. Each line is one
   * write, because the programs of a pipe note their calls at once.
   */
  private void play(String program, String body) throws IOException {
    Path file = folder.resolve("bin").resolve(program);
    Files.writeString(
        file,
        "#!/usr/bin/env bash\nset -euo pipefail\necho \""
            + program
            + " $*\" >>\"$CALLS\"\n"
            + "printf -v quoted '%q ' "
            + program
            + " \"$@\"\necho \"$quoted\" >>\"$CALLS.quoted\"\n"
            + body
            + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Whatever a script asked of gcloud is what gcloud can be asked. Without credentials it does
   * nothing, and 2 is bad usage.
   */
  @AfterEach
  void gcloudUnderstands() throws Exception {
    Path quoted = Path.of(calls + ".quoted");
    if (!Ran.isOnThePath("gcloud") || !Files.exists(quoted)) {
      return;
    }
    Map<String, String> nobody =
        Map.of(
            "CLOUDSDK_CONFIG",
            folder.resolve("nobody").toString(),
            "CLOUDSDK_CORE_DISABLE_PROMPTS",
            "1");
    for (String call : Set.copyOf(Files.readAllLines(quoted))) {
      if (call.startsWith("gcloud ") && UNDERSTOOD.add(call.replace(folder.toString(), ""))) {
        Ran gcloud = Ran.in(folder, List.of("bash", "-c", call), nobody);
        assertEquals(1, gcloud.exitCode(), () -> call + "\n" + gcloud.output());
      }
    }
  }

  private Ran step(String name) throws IOException, InterruptedException {
    return Ran.in(
        folder.resolve("repository"),
        List.of("bash", "terraform/delivery/step", name),
        environment);
  }

  private String calls() throws IOException {
    return Files.readString(calls);
  }

  @Test
  void environmentsHaveTheirSteps() throws Exception {
    environment.put("ENVIRONMENT", "branch-down");
    assertEquals(new Ran(0, "branch-down: no apply\n"), step("apply"));
    environment.put("ENVIRONMENT", "branch");
    assertEquals(new Ran(0, "branch: no roll\n"), step("roll"));
    environment.put("ENVIRONMENT", "moon");
    assertEquals(new Ran(1, "failed: unknown environment moon\n"), step("apply"));
    assertEquals(new Ran(1, "failed: there is no step fly\n"), step("fly"));
    assertEquals("", calls());
  }

  @Test
  void scanFailsOnWhatIsHigh() throws Exception {
    Files.writeString(work.resolve("images.json"), "{\"media\": \"%s\"}".formatted(IMAGE));
    play(
        "gcloud",
        """
        case "$*" in
          *" scan "*) echo projects/p/scans/1 ;;
          *list-vulnerabilities*) echo "[$FOUND]" ;;
        esac\
        """);
    environment.put("FOUND", vulnerability("MEDIUM"));
    assertEquals(new Ran(0, ""), step("scan"));
    for (String severity : List.of("HIGH", "CRITICAL")) {
      environment.put("FOUND", vulnerability("LOW") + "," + vulnerability(severity));
      Ran ran = step("scan");
      assertEquals(1, ran.exitCode());
      assertTrue(ran.output().contains(severity + " CVE-2026-1 libexample"), ran::output);
    }
    assertTrue(calls().contains("scan " + IMAGE + " --remote --location=europe"), this::told);
    play("gcloud", "");
    assertTrue(step("scan").output().contains("was not scanned"));
  }

  private static String vulnerability(String severity) {
    return """
    {"vulnerability": {"effectiveSeverity": "%s", "shortDescription": "CVE-2026-1",
     "packageIssue": [{"affectedPackage": "libexample"}]}}\
    """
        .formatted(severity);
  }

  @Test
  void pushNotesWhatTheRegistryHasTaken() throws Exception {
    Path archives =
        Files.createDirectories(folder.resolve("repository/terraform/images/target/image"));
    Files.createFile(archives.resolve("functions.tar"));
    Files.createFile(archives.resolve("media.tar"));
    play("gcloud", "echo token");
    play(
        "skopeo",
        """
        case "$1" in
          login) grep -q token ;;
          copy) basename "$4" | sed 's/.tar//; s/^/sha256:/' >"$3" ;;
        esac\
        """);
    environment.put("BUILD_ID", "abcdefgh-ijkl");
    Ran ran = step("push");
    assertEquals(0, ran.exitCode(), ran::output);
    String registry = "europe-west1-docker.pkg.dev/p/images";
    assertTrue(
        calls().contains("docker://" + registry + "/functions:1234567-abcdefgh"), this::told);
    JsonNode images = new ObjectMapper().readTree(work.resolve("images.json").toFile());
    assertEquals(registry + "/functions@sha256:functions", images.path("functions").asText());
    assertEquals(registry + "/media@sha256:media", images.path("media").asText());
  }

  @Test
  void attestSignsEveryImageWithTheAttestorsKey() throws Exception {
    Files.writeString(
        work.resolve("images.json"),
        "{\"media\": \"%s\", \"functions\": \"%s\"}".formatted(IMAGE, OTHER_IMAGE));
    String key = "projects/p/locations/europe/keyRings/k/cryptoKeys/attest/cryptoKeyVersions/1";
    play(
        "gcloud",
        "case \"$*\" in *describe*) echo //cloudkms.googleapis.com/v1/" + key + " ;; esac");
    Ran ran = step("attest");
    assertEquals(0, ran.exitCode(), ran::output);
    for (String image : List.of(IMAGE, OTHER_IMAGE)) {
      assertTrue(
          calls().contains("--artifact-url=%s --attestor=pipeline".formatted(image)), this::told);
    }
    assertTrue(calls().contains("--keyversion=" + key), this::told);
  }

  @Test
  void secretsOfABranchAreItsOwn() throws Exception {
    play("java", "");
    assertEquals(0, step("secrets").exitCode());
    assertTrue(calls().endsWith("secrets.jar p\n"), this::told);
    environment.put("ENVIRONMENT", "branch");
    environment.put("BRANCH_NAME", "feature/new-feed");
    assertEquals(0, step("secrets").exitCode());
    assertTrue(calls().endsWith("secrets.jar p -" + nameOf("feature/new-feed") + "\n"), this::told);
  }

  @Test
  void rollGoesInFourStepsInProductionAndEndsAsTheCanaryDoes() throws Exception {
    Files.writeString(work.resolve("services.json"), "{}");
    play("terraform", "echo https://video.example.com");
    play("gcloud", "echo password");
    play("node", "");
    play("npm", "");
    play("java", "exit \"$VERDICT\"");
    environment.put("VERDICT", "0");
    assertEquals(0, step("roll").exitCode());
    assertTrue(calls().contains("--steps 5,25,50,100 --min-requests 50"), this::told);
    environment.put("VERDICT", "1");
    assertEquals(1, step("roll").exitCode());
    environment.put("ENVIRONMENT", "staging");
    environment.put("VERDICT", "0");
    environment.put("STEPS", "100");
    assertEquals(0, step("roll").exitCode());
    assertTrue(calls().contains("--steps 100 --min-requests 10 --hold 2m"), this::told);
  }

  @Test
  void deployGivesImagesANewRevisionWithoutTrafficAndOnlyWhenItIsNew() throws Exception {
    Files.writeString(work.resolve("images.json"), "{\"media\": \"%s\"}".formatted(IMAGE));
    Files.writeString(
        work.resolve("services.json"),
        """
        {"media": {"name": "media", "location": "europe-west1", "packaging": "image"},
         "feed": {"name": "feed", "location": "europe-west1", "packaging": "source"}}\
        """);
    play("gcloud", "case \"$*\" in *describe*) echo \"$RUNNING\" ;; esac");
    environment.put("RUNNING", "old");
    assertEquals(0, step("deploy").exitCode());
    assertTrue(calls().contains("run deploy media"), this::told);
    assertTrue(calls().contains("--image=" + IMAGE + " --quiet --no-traffic"), this::told);
    assertFalse(calls().contains("feed"), this::told);
    Files.writeString(calls, "");
    environment.put("RUNNING", IMAGE);
    assertEquals(new Ran(0, "media: has " + IMAGE + "\n"), step("deploy"));
    assertFalse(calls().contains("run deploy"), this::told);
    Files.writeString(work.resolve("images.json"), "{}");
    assertEquals(new Ran(1, "failed: no image for media\n"), step("deploy"));
  }

  @Test
  void pinTakesAnEnvironmentThatIsNotThereYet() throws Exception {
    play("terraform", "case \"$*\" in *output*) echo '{}' ;; esac");
    play("java", "");
    Ran ran = step("pin");
    assertEquals(0, ran.exitCode(), ran::output);
    assertEquals("{}", Files.readString(work.resolve("services.json")).strip());
    assertTrue(calls().contains("init -input=false"), this::told);
    assertTrue(calls().contains("-backend-config=bucket=p-terraform"), this::told);
    assertTrue(calls().contains("canary.jar pin --project p --as deployer@p.iam"), this::told);
  }

  @Test
  void planNamesTheVersionOnlyOfATag() throws Exception {
    Files.writeString(work.resolve("images.json"), "{\"functions\": \"f@sha256:1\"}");
    play("terraform", "");
    play("gcloud", "");
    assertEquals(0, step("plan").exitCode());
    assertTrue(calls().contains("-var=images={\"functions\":\"f@sha256:1\"}"), this::told);
    assertFalse(calls().contains("-var=release"), this::told);
    environment.put("TAG_NAME", "v1.2.3");
    assertEquals(0, step("plan").exitCode());
    assertTrue(calls().contains("-var=release=v1.2.3"), this::told);
  }

  @Test
  void downTakesOnlyEnvironmentsWhoseBranchIsGone() throws Exception {
    environment.put("ENVIRONMENT", "branch-down");
    String alive = nameOf("feature/new-feed");
    String gone = nameOf("feature/old-feed");
    assertTrue(alive.matches("featu[0-9a-f]{4}"), alive);
    assertNotEquals(alive, gone);
    environment.put("ALIVE", alive);
    environment.put("GONE", gone);
    play("git", "printf '1\\trefs/heads/main\\n2\\trefs/heads/feature/new-feed\\n'");
    play(
        "gcloud",
        """
        case "$*" in
          *" ls "*) printf 'gs://p-terraform/branch/%s/default.tfstate\\n' "$ALIVE" "$GONE" ;;
        esac\
        """);
    play("terraform", "cat >/dev/null");
    Ran ran = step("down");
    assertEquals(0, ran.exitCode(), ran::output);
    assertTrue(ran.output().contains(alive + ": its branch is there"), ran::output);
    assertTrue(calls().contains("-backend-config=prefix=branch/" + gone), this::told);
    assertTrue(calls().contains("-var=name=" + gone), this::told);
    assertTrue(calls().contains("rm gs://p-terraform/branch/" + gone), this::told);
    assertFalse(calls().contains("-var=name=" + alive), this::told);

    Files.writeString(calls, "");
    play("terraform", "case \"$*\" in *destroy*) exit 1 ;; esac");
    assertEquals(1, step("down").exitCode());
    assertFalse(calls().contains("storage rm"), this::told);
  }

  @Test
  void downDoesNothingWhenTheRepositoryTellsOfNoBranch() throws Exception {
    environment.put("ENVIRONMENT", "branch-down");
    play("gcloud", "");
    play("terraform", "");
    for (String body : List.of("exit 128", "true")) {
      play("git", body);
      assertEquals(1, step("down").exitCode());
    }
    assertFalse(calls().contains("terraform"), this::told);
  }

  private String nameOf(String branch) throws IOException, InterruptedException {
    Ran ran =
        Ran.in(
            folder.resolve("repository"),
            List.of(
                "bash",
                "-c",
                ". terraform/delivery/settings.sh; branch_environment \"$1\"",
                "bash",
                branch),
            environment);
    assertEquals(0, ran.exitCode(), ran::output);
    return ran.output().strip();
  }

  private String told() {
    try {
      return calls();
    } catch (IOException e) {
      return e.toString();
    }
  }
}

package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import app.tiktoktoe.catalogue.Grants;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code terraform/platform} would create for production, as its own test plans it. */
final class TerraformPlan {
  /** Who may call a service is no grant to it. */
  private static final String INVOKER = "run.invoker";

  private final List<JsonNode> resources = new ArrayList<>();

  private TerraformPlan() {}

  /**
   * Plans with providers that are mocks.
   *
   * @param command Terraform
   * @param folder {@code terraform/platform}
   * @param data where Terraform keeps its own files
   */
  static TerraformPlan of(String command, Path folder, Path data) throws IOException {
    run(folder, data, command, "init", "-backend=false", "-input=false", "-no-color");
    TerraformPlan plan = new TerraformPlan();
    for (String line : run(folder, data, command, "test", "-json", "-verbose")) {
      JsonNode message = new JsonMapper().readTree(line);
      message.path("test_plan").path("resource_changes").forEach(plan.resources::add);
    }
    if (plan.resources.isEmpty()) {
      throw new IOException("terraform test planned nothing in " + folder);
    }
    return plan;
  }

  private static List<String> run(Path folder, Path data, String... command) throws IOException {
    Files.createDirectories(data);
    Path output = data.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TF_DATA_DIR", data.toString());
    try {
      int code = builder.start().waitFor();
      List<String> lines = Files.readAllLines(output);
      if (code != 0) {
        throw new IOException(Arrays.toString(command) + " failed: " + tail(lines));
      }
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private static String tail(List<String> lines) {
    String text = String.join("\n", lines);
    return text.substring(Math.max(0, text.length() - 2000));
  }

  private List<JsonNode> of(String function) {
    String module = "module.function[\"" + function + "\"]";
    return resources.stream()
        .filter(resource -> resource.path("module_address").asText().endsWith(module))
        .toList();
  }

  /** What the function's account is granted. */
  Grants grants(String function) {
    Granted granted = new Granted();
    for (JsonNode resource : of(function)) {
      String role = resource.path("change").path("after").path("role").asText();
      if (resource.path("type").asText().endsWith("_iam_member") && !role.endsWith(INVOKER)) {
        granted.add(
            role.replaceFirst("^roles/", "").replaceFirst("^projects/[^/]+/roles/", "custom."),
            resource.path("index").asText());
      }
    }
    return granted.grants();
  }

  /** The names of the variables that its service gets. */
  Set<String> variables(String function) {
    Set<String> names = new TreeSet<>();
    for (JsonNode resource : of(function)) {
      JsonNode after = resource.path("change").path("after");
      after
          .path("service_config")
          .path(0)
          .path("environment_variables")
          .fieldNames()
          .forEachRemaining(names::add);
      for (JsonNode container : after.path("template").path(0).path("containers")) {
        container.path("env").forEach(variable -> names.add(variable.path("name").asText()));
      }
    }
    return names;
  }

  private static final class Granted {
    private Optional<Access> firestore = Optional.empty();
    private final List<String> publishes = new ArrayList<>();
    private final Map<String, Access> buckets = new TreeMap<>();
    private final List<String> secrets = new ArrayList<>();
    private final List<String> rotates = new ArrayList<>();
    private boolean signs;
    private final List<String> roles = new ArrayList<>();

    void add(String role, String name) {
      switch (role) {
        case "datastore.viewer" -> firestore = Optional.of(Access.READ);
        case "datastore.user" -> firestore = Optional.of(Access.WRITE);
        case "pubsub.publisher" -> publishes.add(name);
        case "storage.objectViewer" -> buckets.put(name, Access.READ);
        case "storage.objectUser" -> buckets.put(name, Access.WRITE);
        case "secretmanager.secretAccessor" -> secrets.add(name);
        case "secretmanager.secretVersionManager" -> rotates.add(name);
        case "iam.serviceAccountTokenCreator" -> signs = true;
        default -> roles.add(role);
      }
    }

    Grants grants() {
      return new Grants(firestore, publishes, buckets, secrets, rotates, signs, roles);
    }
  }
}

package app.tiktoktoe.emulators.rules.grants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Packaging;
import app.tiktoktoe.emulators.rules.House;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Terraform gives each function what its code does and reads, whatever the catalogue says. The
 * variable {@code TERRAFORM} names the command; without it this is skipped.
 */
class PlannedGrantsTest {
  /** Read by the platform's own code or by Java itself, not by ours. */
  private static final Set<String> OF_THE_PLATFORM = Set.of("FUNCTION_TARGET", "JAVA_TOOL_OPTIONS");

  /** Set where the image is made: what they name is in it. */
  private static final Set<String> OF_THE_IMAGE = Set.of("FFMPEG");

  @Test
  void terraformGrantsAndSetsWhatTheCodeNeeds() throws IOException {
    String command = System.getenv("TERRAFORM");
    Assumptions.assumeTrue(
        command != null, "TERRAFORM names no command: Terraform's plan is not compared");
    TerraformPlan plan =
        TerraformPlan.of(
            command,
            House.root().resolve("terraform/platform"),
            Path.of("target/terraform").toAbsolutePath());
    List<String> differences = new ArrayList<>();
    Set<String> unread = new TreeSet<>();
    Set<String> read = new TreeSet<>(OF_THE_PLATFORM);
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      Needs needs = Derivation.of(entry.entryClass());
      needs.roles.addAll(needs.unnamedRoles);
      Set<String> given = plan.variables(entry.name());
      differences.addAll(GrantDifferences.ofGrants(entry.name(), plan.grants(entry.name()), needs));
      differences.addAll(missing(entry, needs, given));
      read.addAll(needs.requiredVariables);
      read.addAll(needs.optionalVariables);
      unread.addAll(given);
    }
    unread.removeAll(read);
    unread.forEach(name -> differences.add("Terraform sets " + name + ", which no function reads"));
    assertEquals("", String.join("\n", differences), "terraform");
  }

  private static List<String> missing(FunctionEntry entry, Needs needs, Set<String> given) {
    Set<String> missing = new TreeSet<>(needs.requiredVariables);
    missing.removeAll(given);
    if (entry.packaging() == Packaging.IMAGE) {
      missing.removeAll(OF_THE_IMAGE);
    }
    return missing.stream()
        .map(name -> "%s: needs %s, which Terraform does not set".formatted(entry.name(), name))
        .toList();
  }
}

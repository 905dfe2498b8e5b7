package app.tiktoktoe.emulators.rules.grants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.emulators.rules.House;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The catalogue grants each function what its code does, and nothing else. */
class GrantsTest {

  @Test
  void everyFunctionIsGrantedWhatItsCodeDoes() throws IOException {
    List<String> differences = new ArrayList<>();
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      differences.addAll(GrantDifferences.of(entry, Derivation.of(entry.entryClass())));
    }
    assertEquals("", String.join("\n", differences), "functions/catalogue.yaml");
  }
}

package app.tiktoktoe.emulators.rules.grants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Grants;
import app.tiktoktoe.emulators.rules.House;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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

  @TestFactory
  Stream<DynamicTest> everyGrantThatIsTakenAwayIsMissed() throws IOException {
    return House.catalogue().functions().values().stream()
        .flatMap(
            entry -> {
              Needs needs = Derivation.of(entry.entryClass());
              return AlteredGrants.lesser(entry.grants())
                  .map(lesser -> named(lesser, with(entry, lesser.grants()), needs));
            });
  }

  @TestFactory
  Stream<DynamicTest> everyGrantTooManyIsNamed() throws IOException {
    return House.catalogue().functions().values().stream()
        .flatMap(
            entry -> {
              Needs needs = Derivation.of(entry.entryClass());
              return AlteredGrants.greater(entry.grants())
                  .map(greater -> named(greater, with(entry, greater.grants()), needs));
            });
  }

  private static DynamicTest named(AlteredGrants altered, FunctionEntry entry, Needs needs) {
    String name = entry.name() + ": " + altered.sentence();
    return DynamicTest.dynamicTest(
        name, () -> assertEquals(List.of(name), GrantDifferences.of(entry, needs)));
  }

  private static FunctionEntry with(FunctionEntry entry, Grants grants) {
    return new FunctionEntry(
        entry.name(),
        entry.entryClass(),
        entry.packaging(),
        entry.trigger(),
        entry.schedules(),
        entry.memoryMb(),
        entry.heapMb(),
        entry.cpu(),
        entry.timeout(),
        entry.concurrency(),
        entry.minInstances(),
        entry.maxInstances(),
        grants);
  }
}

package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void namesEveryMissingVariableAtOnce() {
    var fault =
        assertThrows(
            MissingConfigurationException.class,
            () -> Environment.of(Map.of("A", "1", "B", " "), "A", "B", "C"));
    assertEquals("B is not set; C is not set", fault.getMessage());
  }

  @Test
  void refusesAnEmulatorInTheCloud() {
    var fault =
        assertThrows(
            MissingConfigurationException.class,
            () ->
                Environment.of(
                    Map.of("K_SERVICE", "feed", "FIRESTORE_EMULATOR_HOST", "localhost:1")));
    assertEquals("FIRESTORE_EMULATOR_HOST must not be set in the cloud", fault.getMessage());
  }

  @Test
  void readsValues() {
    Environment environment = Environment.of(Map.of("A", "1", "K_SERVICE", "feed"), "A");
    assertEquals("1", environment.text("A"));
    assertEquals(Optional.empty(), environment.find("B"));
    assertTrue(environment.isCloud());
    assertThrows(MissingConfigurationException.class, () -> environment.text("B"));
  }
}

package app.tiktoktoe.functions.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.testkit.MutableClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotationCatalogueTest {
  /**
   * Values that only a person has, makes or gives up; a notice for one of them is an error in the
   * log.
   */
  private static final Set<String> BY_HAND =
      Set.of(
          "mail-suppression-key", "operator-password", "sendgrid-api-key", "sendgrid-webhook-key");

  private final MutableClock clock = new MutableClock();

  private static Catalogue catalogue() throws Exception {
    return Catalogue.read(Path.of("../catalogue.yaml").toAbsolutePath().normalize());
  }

  @Test
  void theCatalogueNamesTheEntryClassAndTheTopic() throws Exception {
    FunctionEntry entry = catalogue().function("rotation");
    assertEquals(RotationFunction.class.getName(), entry.entryClass());
    assertEquals(
        Topic.SECRET_ROTATIONS.id(),
        assertInstanceOf(Trigger.PubSub.class, entry.trigger()).topic());
  }

  @Test
  void everySecretButThoseOfPeopleHasARotationAndMayBeRotated() throws Exception {
    Set<String> secrets = new HashSet<>(catalogue().secrets().keySet());
    assertTrue(secrets.removeAll(BY_HAND));
    FunctionEntry entry = catalogue().function("rotation");
    assertEquals(secrets, Set.copyOf(entry.grants().rotates()));
    assertEquals(secrets, Set.copyOf(entry.grants().secrets()));
    try (TestSecretManager manager = new TestSecretManager(clock)) {
      assertEquals(
          secrets, RotationWiring.rotations(manager.versions, clock, new SecureRandom()).keySet());
    }
  }

  @Test
  void rotationsRunOneAfterTheOther() throws Exception {
    FunctionEntry entry = catalogue().function("rotation");
    assertEquals(1, entry.maxInstances());
    assertEquals(1, entry.concurrency());
  }
}

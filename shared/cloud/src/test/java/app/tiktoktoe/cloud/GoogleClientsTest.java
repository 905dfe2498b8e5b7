package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoogleClientsTest {
  private static final Map<String, String> EMULATED =
      Map.of(
          "GOOGLE_CLOUD_PROJECT",
          "product",
          "PUBSUB_EMULATOR_HOST",
          "localhost:1",
          "METERED_FIRESTORE_EMULATOR_HOST",
          "localhost:1");

  @Test
  void namesAreThePlainOnes() {
    GoogleClients clients = new GoogleClients(Environment.of(EMULATED));
    assertEquals(
        "projects/product/topics/commits", clients.publisher("commits").getTopicNameString());
    assertEquals("projects/product/databases/(default)", clients.firestoreDatabase());
    assertEquals("(default)", clients.firestore().getOptions().getDatabaseId());
  }

  @Test
  void aGuestInAProjectHasNamesOfItsOwn() {
    Map<String, String> guest = new HashMap<>(EMULATED);
    guest.put("RESOURCE_SUFFIX", "-sound");
    guest.put("FIRESTORE_DATABASE", "tiktoktoe-sound");
    GoogleClients clients = new GoogleClients(Environment.of(guest));
    assertEquals(
        "projects/product/topics/commits-sound", clients.publisher("commits").getTopicNameString());
    assertEquals("projects/product/databases/tiktoktoe-sound", clients.firestoreDatabase());
    assertEquals("tiktoktoe-sound", clients.firestore().getOptions().getDatabaseId());
  }

  @Test
  void theVariableThatTakesTheMeterOffIsRefused() {
    Map<String, String> unmetered = new HashMap<>(EMULATED);
    unmetered.put("FIRESTORE_EMULATOR_HOST", "localhost:1");
    Environment environment = Environment.of(unmetered);
    assertThrows(MissingConfigurationException.class, () -> new GoogleClients(environment));
  }
}

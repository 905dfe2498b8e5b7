package app.tiktoktoe.emulators.rules.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import app.tiktoktoe.emulators.rules.House;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * {@code terraform/firestore.yaml} lists what the queries and writes of all tests need, and nothing
 * else. A build of chosen tests ({@code -Dtest}) leaves recordings out: then it is skipped.
 */
class FirestoreListTest {

  @Test
  void listIsWhatTheTestsAskOfFirestore() throws IOException {
    Recordings recordings = Recordings.read(House.root());
    if (!recordings.missing().isEmpty()) {
      String missing =
          "not compared with terraform/firestore.yaml, for want of recordings of "
              + recordings.missing();
      Assumptions.assumeTrue(System.getProperty("test") == null, missing);
      fail(missing + "; run mvn verify of the whole project");
    }
    FirestoreList list = FirestoreList.read(House.root().resolve("terraform/firestore.yaml"));
    List<String> differences =
        Comparison.differences(list, recordings.needs(), recordings.writes());
    assertEquals("", String.join("\n", differences), "terraform/firestore.yaml");
  }
}

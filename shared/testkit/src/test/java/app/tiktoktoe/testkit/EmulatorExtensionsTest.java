package app.tiktoktoe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.cloud.firestore.Firestore;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({FirestoreEmulatorExtension.class, PubSubEmulatorExtension.class})
class EmulatorExtensionsTest {
  @Test
  void firestoreStoresAndReads(Firestore firestore) throws Exception {
    firestore.document("letters/a").set(Map.of("text", "alpha")).get();
    assertEquals("alpha", firestore.document("letters/a").get().get().getString("text"));
  }

  @Test
  void projectsAreApart(Firestore firestore) throws Exception {
    firestore.document("letters/b").set(Map.of("text", "beta")).get();
    Firestore other = FirestoreEmulatorExtension.client(FirestoreEmulatorExtension.freshProject());
    assertNotEquals(firestore.getOptions().getProjectId(), other.getOptions().getProjectId());
    assertFalse(other.document("letters/b").get().get().exists());
    other.shutdown();
  }

  @Test
  void pubSubCarriesMessages(PubSubProject project) {
    project.topic("letters");
    project.subscription("letters", "reader");
    project.publish(
        "letters", PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("alpha")).build());
    assertEquals(
        "alpha",
        project.pull("reader", 1, Duration.ofSeconds(30)).getFirst().getData().toStringUtf8());
  }

  @Nested
  class InNestedClasses {
    @Test
    void theClientIsTheSame(Firestore one, Firestore two) {
      assertSame(one, two);
    }
  }
}

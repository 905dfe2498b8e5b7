package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The meter in the channel of a real client against the official emulator. */
@ExtendWith(FirestoreEmulatorExtension.class)
class FirestoreMeterTest {
  private final Firestore firestore;

  FirestoreMeterTest(Firestore emulated) {
    this.firestore =
        new GoogleClients(
                Environment.of(
                    Map.of(
                        "GOOGLE_CLOUD_PROJECT", emulated.getOptions().getProjectId(),
                        "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort())))
            .firestore();
  }

  private CollectionReference things() {
    return firestore.collection("things");
  }

  @BeforeEach
  void twoDocuments() {
    Await.result(things().document("a").set(Map.of("n", 1)));
    Await.result(things().document("b").set(Map.of("n", 2)));
    Await.result(things().document("c").delete());
  }

  private static String cost(Callable<?> work) throws Exception {
    Usage usage = new Usage();
    usage.during(work);
    return usage.reads() + " reads " + usage.writes() + " writes " + usage.deletes() + " deletes";
  }

  @Test
  void countsFoundAndMissingDocuments() throws Exception {
    assertEquals(
        "3 reads 0 writes 0 deletes",
        cost(
            () ->
                Await.result(
                    firestore.getAll(
                        things().document("a"), things().document("b"), things().document("c")))));
  }

  @RepeatedTest(20)
  void countsQueriesAndEmptyOnes() throws Exception {
    assertEquals(
        "2 reads 0 writes 0 deletes", cost(() -> Await.result(things().orderBy("n").get())));
    assertEquals(
        "1 reads 0 writes 0 deletes",
        cost(() -> Await.result(things().whereEqualTo("n", 9).get())));
    assertEquals("1 reads 0 writes 0 deletes", cost(() -> Await.result(things().count().get())));
  }

  @Test
  void countsABatchWithADelete() throws Exception {
    WriteBatch batch = firestore.batch();
    batch.set(things().document("a"), Map.of("n", 3));
    batch.create(things().document("c"), Map.of("n", 4));
    batch.delete(things().document("b"));
    assertEquals("0 reads 2 writes 1 deletes", cost(() -> Await.result(batch.commit())));
  }

  @Test
  void countsNothingForARefusedWrite() throws Exception {
    WriteBatch batch = firestore.batch();
    batch.create(things().document("a"), Map.of("n", 3));
    batch.update(things().document("b"), Map.of("n", 4), Precondition.NONE);
    assertEquals(
        "0 reads 0 writes 0 deletes",
        cost(
            () -> {
              try {
                return Await.result(batch.commit());
              } catch (com.google.api.gax.rpc.AlreadyExistsException e) {
                return e;
              }
            }));
  }
}

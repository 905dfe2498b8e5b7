package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Opening;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginalsTest {
  private static final Did ANN = Did.parse("did:web:ann.test");
  private static final int DECLARED_BYTES = 10;

  private final Studio studio;
  private final Originals originals;

  OriginalsTest(Firestore firestore) throws Exception {
    this.studio = new Studio(firestore, InstantSource.system());
    this.originals = new Originals(() -> studio.storage, Studio.UPLOADS);
  }

  @AfterAll
  void stop() throws Exception {
    studio.storage.close();
    studio.emulator.close();
  }

  private Job job() {
    Opening opening = studio.jobs.open(ANN, JobId.random(new SecureRandom()), DECLARED_BYTES);
    return assertInstanceOf(Opening.Opened.class, opening).job();
  }

  private Job uploaded(int sizeBytes) {
    Job job = job();
    BlobInfo object = BlobInfo.newBuilder(Studio.UPLOADS, job.original().name()).build();
    studio.storage.create(object, new byte[sizeBytes]);
    return job;
  }

  private JobFailure refusal(Job job, Path file) {
    return assertThrows(RefusedVideoException.class, () -> originals.download(job, file)).failure();
  }

  @Test
  void whatWasDeclaredIsTaken(@TempDir Path folder) throws Exception {
    for (int sizeBytes : new int[] {DECLARED_BYTES, DECLARED_BYTES - 1}) {
      Path file = folder.resolve("of-" + sizeBytes);
      originals.download(uploaded(sizeBytes), file);
      assertArrayEquals(new byte[sizeBytes], Files.readAllBytes(file));
    }
  }

  @Test
  void moreThanWasDeclaredIsNotEvenLoaded(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("original");
    JobFailure failure = refusal(uploaded(DECLARED_BYTES + 1), file);
    assertEquals(JobFailure.Code.VALIDATION_FAILURE, failure.code());
    assertFalse(Files.exists(file));
  }

  @Test
  void whatIsGoneFails(@TempDir Path folder) {
    JobFailure failure = refusal(job(), folder.resolve("original"));
    assertEquals(JobFailure.Code.GENERIC_FAILURE, failure.code());
  }
}

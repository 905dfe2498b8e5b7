package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.JobSweep;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.Opening;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class JobSweepTaskTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");

  private final MutableClock clock = new MutableClock();
  private final Jobs jobs;

  JobSweepTaskTest(Firestore firestore) {
    this.jobs = new Jobs(firestore, clock);
  }

  private Job open() {
    Opening opening = jobs.open(ALICE, JobId.random(new SecureRandom()), 1);
    return ((Opening.Opened) opening).job();
  }

  @Test
  void whatArrivedIsAnnouncedAsCloudStorageDoesAndTheRestFails() throws Exception {
    List<Message> published = new ArrayList<>();
    StorageEmulatorConfig config =
        new StorageEmulatorConfig(
            0,
            null,
            List.of(BucketSetup.privateBucket("uploads")),
            Map.of(),
            NotificationSink.NONE,
            InstantSource.system(),
            new SecureRandom());
    try (StorageEmulator emulator = StorageEmulator.start(config)) {
      Storage storage =
          StorageOptions.newBuilder()
              .setProjectId("local")
              .setHost(emulator.endpoint().toString())
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      Job arrived = open();
      Job broken = open();
      storage.create(BlobInfo.newBuilder("uploads", arrived.original().name()).build());
      clock.advance(Duration.ofMinutes(10));
      new JobSweepTask(
              new JobSweep(
                  jobs,
                  new AnnouncedOriginals(
                      () -> storage,
                      "uploads",
                      (messages, deadline) -> {
                        published.addAll(messages);
                        return messages.size();
                      })),
              new StructuredLog("maintenance", OutputStream.nullOutputStream(), clock))
          .run();
      assertEquals(JobState.FAILED, jobs.find(broken.id()).orElseThrow().state());
      assertEquals(JobState.CREATED, jobs.find(arrived.id()).orElseThrow().state());
      Message message = published.getFirst();
      assertEquals(1, published.size());
      assertEquals(Topic.UPLOADS, message.topic());
      assertEquals("OBJECT_FINALIZE", message.attributes().get("eventType"));
      assertEquals("uploads", message.attributes().get("bucketId"));
      assertEquals(arrived.original().name(), message.attributes().get("objectId"));
      storage.close();
    }
  }
}

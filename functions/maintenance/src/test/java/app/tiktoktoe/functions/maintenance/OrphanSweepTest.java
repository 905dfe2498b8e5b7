package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.Opening;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.KnownBlobs;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class OrphanSweepTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Cid KEPT = Cid.ofRaw(new byte[] {1});
  private static final Cid LOST = Cid.ofRaw(new byte[] {2});
  private static final List<String> BUCKETS = List.of("uploads", "blobs", "media");

  private final MutableClock clock = new MutableClock();
  private final Firestore firestore;
  private final Jobs jobs;
  private final StorageEmulator emulator;
  private final Storage storage;
  private final Deque<JsonNode> asked = new ArrayDeque<>();

  OrphanSweepTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    jobs = new Jobs(firestore, clock);
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                BUCKETS.stream().map(BucketSetup::privateBucket).toList(),
                Map.of(),
                NotificationSink.NONE,
                clock,
                new SecureRandom()));
    storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    emulator.close();
  }

  private void write(String bucket, String... names) {
    Stream.of(names)
        .forEach(name -> storage.create(BlobInfo.newBuilder(bucket, name).build(), new byte[] {1}));
  }

  private Set<String> names(String bucket) {
    Set<String> names = new TreeSet<>();
    storage.list(bucket).iterateAll().forEach(object -> names.add(object.getName()));
    return names;
  }

  private Job open() {
    Opening opening = jobs.open(ALICE, JobId.random(new SecureRandom()), 1);
    return ((Opening.Opened) opening).job();
  }

  private StructuredLog log() {
    return new StructuredLog("maintenance", OutputStream.nullOutputStream(), clock);
  }

  private int publish(List<Message> messages, Duration deadline) {
    messages.forEach(message -> asked.add(MaintenanceTask.decode(message.data()).message()));
    return messages.size();
  }

  private void sweep(String message) throws Exception {
    KnownBlobs blobs = new KnownBlobs(firestore);
    OrphanSweep sweep =
        new OrphanSweep(
            List.of(
                new OrphanSweep.Area(
                    "uploads",
                    new OldObjects(() -> storage, "uploads"),
                    ObjectOwners.uploads(jobs)),
                new OrphanSweep.Area(
                    "blobs", new OldObjects(() -> storage, "blobs"), ObjectOwners.blobs(blobs)),
                new OrphanSweep.Area(
                    "media", new OldObjects(() -> storage, "media"), ObjectOwners.videos(blobs))),
            Duration.ofHours(1),
            3,
            clock,
            this::publish,
            log());
    asked.add(new ObjectMapper().readTree(message));
    while (!asked.isEmpty()) {
      sweep.run(asked.removeFirst());
    }
  }

  @Test
  void whatNobodyNeedsGoesAfterAnHour() throws Exception {
    new BlobStore(firestore, new BlobObjects(storage, "blobs", UUID::randomUUID), clock)
        .addTemporary(ALICE, KEPT, "video/mp4", 1);
    Job open = open();
    Job ended = open();
    jobs.failUpload(ended, "gone");
    String lost = JobId.random(new SecureRandom()).value();
    String[] kept = {open.original().name(), "parts/" + open.id() + "/1", "unknown"};
    write("uploads", kept);
    write("uploads", ended.original().name(), ALICE + "/" + lost, "parts/" + lost + "/2");
    write("blobs", ALICE + "/" + KEPT, ALICE + "/" + LOST);
    String played = "vid/" + ALICE + "/" + KEPT + "/playlist.m3u8";
    String half = "vid/" + ALICE + "/" + LOST + "/360p/";
    write("media", played, half + "init.mp4", half + "000.m4s", "withheld/" + half + "000.m4s");
    int all = names("uploads").size() + names("blobs").size() + names("media").size();
    sweep("{\"task\": \"orphan-sweep\"}");
    assertEquals(all, names("uploads").size() + names("blobs").size() + names("media").size());
    clock.advance(Duration.ofMinutes(61));
    write("media", half + "000.m4s");
    sweep("{\"task\": \"orphan-sweep\"}");
    assertEquals(new TreeSet<>(Set.of(kept)), names("uploads"));
    assertEquals(Set.of(ALICE + "/" + KEPT), names("blobs"));
    assertEquals(Set.of(played, half + "000.m4s"), names("media"));
  }

  @Test
  void oldObjectsAreLookedAtWhenAllAre() throws Exception {
    write("blobs", ALICE + "/" + LOST);
    clock.advance(Duration.ofDays(3));
    sweep("{\"task\": \"orphan-sweep\"}");
    assertEquals(1, names("blobs").size());
    sweep("{\"task\": \"orphan-sweep\", \"all\": true}");
    assertEquals(Set.of(), names("blobs"));
    assertThrows(
        InvalidEventException.class,
        () -> sweep("{\"task\": \"orphan-sweep\", \"area\": \"snapshots\"}"));
  }

  @Test
  void manyObjectsTakeSeveralMessages() throws Exception {
    for (int i = 0; i < 40; i++) {
      write("uploads", "parts/" + JobId.random(new SecureRandom()) + "/1");
    }
    clock.advance(Duration.ofHours(2));
    sweep("{\"task\": \"orphan-sweep\"}");
    assertEquals(Set.of(), names("uploads"));
  }
}

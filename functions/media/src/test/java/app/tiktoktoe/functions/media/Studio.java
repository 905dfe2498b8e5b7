package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.Opening;
import app.tiktoktoe.media.blocklist.ModerationReports;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The function's parts on a storage emulator and a Firestore, and originals to feed it. */
final class Studio {
  static final String UPLOADS = "uploads";
  static final String BLOBS = "blobs";
  static final String MEDIA = "media";
  static final String QUARANTINE = "quarantine";

  final StorageEmulator emulator;
  final Storage storage;
  final Jobs jobs;
  final BlobStore blobs;
  final VideoBlocklist blocklist;
  final VideoPrints prints;
  private final Firestore firestore;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  Studio(Firestore firestore, InstantSource clock) throws IOException {
    this.firestore = firestore;
    this.clock = clock;
    this.blocklist = new VideoBlocklist(firestore);
    this.prints = new VideoPrints(firestore);
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(
                    BucketSetup.privateBucket(UPLOADS),
                    BucketSetup.privateBucket(BLOBS),
                    BucketSetup.privateBucket(MEDIA),
                    BucketSetup.privateBucket(QUARANTINE)),
                Map.of(),
                NotificationSink.NONE,
                InstantSource.system(),
                random));
    storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    jobs = new Jobs(firestore, clock);
    blobs = new BlobStore(firestore, new BlobObjects(storage, BLOBS, UUID::randomUUID), clock);
  }

  /** A handler that works below {@code folder}. */
  UploadFinished handler(Path folder) {
    return handler(folder, Clips.ffmpeg());
  }

  /** With a script, which needs what no decoder is given. */
  UploadFinished handler(Path folder, Path script) {
    return handler(folder, new Ffmpeg(script, new ShellLimits()));
  }

  UploadFinished handler(Path folder, Ffmpeg ffmpeg) {
    return handler(folder, ffmpeg, new BlocklistScanner(blocklist, clock));
  }

  UploadFinished handler(Path folder, Ffmpeg ffmpeg, VideoScanner scanner) {
    Scanning scanning =
        new Scanning(
            scanner,
            new Quarantine(() -> storage, QUARANTINE),
            new ModerationReports(firestore),
            clock);
    return new UploadFinished(
        UPLOADS,
        jobs,
        new WorkFolders(folder, clock),
        new Processing(
            new Originals(() -> storage, UPLOADS),
            new VideoBlobs(() -> storage, BLOBS),
            new ServedVideos(() -> storage, MEDIA),
            new Probe(ffmpeg),
            new Transcoder(ffmpeg),
            scanning,
            prints,
            blobs::addTemporary),
        new StructuredLog("media", logged, clock));
  }

  String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }

  /** An upload that has arrived, of an account of its own. */
  Job upload(byte[] bytes) {
    Opening opening =
        jobs.open(
            Did.parse("did:web:" + UUID.randomUUID() + ".test"),
            JobId.random(random),
            bytes.length);
    Job job = ((Opening.Opened) opening).job();
    storage.create(BlobInfo.newBuilder(UPLOADS, job.original().name()).build(), bytes);
    return job;
  }

  static Delivery notification(Job job) {
    return notification("OBJECT_FINALIZE", UPLOADS, job.original().name());
  }

  static Delivery notification(String type, String bucket, String object) {
    return new Delivery(
        "1",
        ByteString.EMPTY,
        Map.of("eventType", type, "bucketId", bucket, "objectId", object),
        "",
        1);
  }

  Job stored(Job job) {
    return jobs.find(job.id()).orElseThrow();
  }

  /** Uploads and handles, and returns the job as it ended. */
  Job process(Path folder, byte[] bytes) {
    Job job = upload(bytes);
    if (!(handler(folder).handle(notification(job)) instanceof Handled.Done)) {
      throw new AssertionError("not done: " + log());
    }
    return stored(job);
  }

  void close() throws Exception {
    storage.close();
    emulator.close();
  }
}

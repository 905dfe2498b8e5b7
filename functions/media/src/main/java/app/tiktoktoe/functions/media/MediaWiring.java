package app.tiktoktoe.functions.media;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.CloudCdn;
import app.tiktoktoe.media.JobTimes;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.PlayableVideos;
import app.tiktoktoe.media.StoredDecision;
import app.tiktoktoe.media.WithheldObjects;
import app.tiktoktoe.media.blocklist.ModerationReports;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.BlobTakedowns;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Builds the function by hand. */
final class MediaWiring {
  private final Environment environment;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final Instance instance;

  private MediaWiring(Environment environment) {
    this.environment = environment;
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("media", environment, clients);
  }

  static EventService service(Map<String, String> variables) {
    return new MediaWiring(
            Environment.of(
                variables,
                "GOOGLE_CLOUD_PROJECT",
                "BUCKET_UPLOADS",
                "BUCKET_BLOBS",
                "BUCKET_MEDIA",
                "BUCKET_QUARANTINE",
                "FFMPEG"))
        .service();
  }

  private EventService service() {
    UploadFinished handler =
        new UploadFinished(
            environment.text("BUCKET_UPLOADS"),
            new Jobs(clients.firestore(), clock, JobTimes.from(environment)),
            new WorkFolders(Path.of(System.getProperty("java.io.tmpdir")), clock),
            processing(),
            instance.log());
    return new EventService(
        Topic.UPLOADS, handler, PushSender.fromEnvironment(environment), instance);
  }

  private Processing processing() {
    Ffmpeg ffmpeg = new Ffmpeg(Path.of(environment.text("FFMPEG")), sandbox(environment));
    return new Processing(
        new Originals(clients::storage, environment.text("BUCKET_UPLOADS")),
        new VideoBlobs(clients::storage, environment.text("BUCKET_BLOBS")),
        new ServedVideos(clients::storage, environment.text("BUCKET_MEDIA")),
        new Probe(ffmpeg),
        new Transcoder(ffmpeg),
        scanning(),
        new VideoPrints(clients.firestore()),
        addedAndPlayable(blobs(), playableVideos()));
  }

  /** Who was taken down meanwhile, or had this video taken down, does not have it served again. */
  private static Processing.TemporaryBlobs addedAndPlayable(
      BlobStore blobs, PlayableVideos playable) {
    return (did, cid, mimeType, sizeBytes) -> {
      blobs.addTemporary(did, cid, mimeType, sizeBytes);
      playable.settle(did, cid);
    };
  }

  private PlayableVideos playableVideos() {
    return new PlayableVideos(
        new StoredDecision(new BlobTakedowns(clients.firestore(), clock)),
        new WithheldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
        CloudCdn.from(environment));
  }

  private Scanning scanning() {
    return new Scanning(
        Scanners.from(
            environment,
            new BlocklistScanner(new VideoBlocklist(clients.firestore()), clock),
            new ShownFiles(
                clients::storage, environment.text("BUCKET_QUARANTINE"), environment.isCloud()),
            instance.log()),
        new Quarantine(clients::storage, environment.text("BUCKET_QUARANTINE")),
        new ModerationReports(clients.firestore()),
        clock);
  }

  /** Bubblewrap, unless a developer's machine has none and says so. */
  static Sandbox sandbox(Environment environment) {
    String choice = environment.find("SANDBOX").orElse(Bubblewrap.USUAL.toString());
    if (!choice.equals("none")) {
      return new Bubblewrap(Path.of(choice));
    }
    if (environment.isCloud()) {
      throw new IllegalStateException("SANDBOX must not be none in the cloud");
    }
    return new ShellLimits();
  }

  private BlobStore blobs() {
    BlobObjects objects =
        new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID);
    return new BlobStore(clients.firestore(), objects, clock);
  }
}

package app.tiktoktoe.functions.indexing;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.CdnPurge;
import app.tiktoktoe.media.PlayableVideos;
import app.tiktoktoe.media.StoredDecision;
import app.tiktoktoe.media.WithheldObjects;
import app.tiktoktoe.media.captions.CaptionServing;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.indexing.CaptionSets;
import app.tiktoktoe.views.indexing.CommitIndexer;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.HttpFunction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Builds the function by hand. */
final class IndexingWiring {
  private static final Duration FOLD_INTERVAL = Duration.ofSeconds(1);

  private IndexingWiring() {}

  static HttpFunction service(Map<String, String> variables) {
    Environment environment =
        Environment.of(variables, "GOOGLE_CLOUD_PROJECT", "BUCKET_BLOBS", "BUCKET_MEDIA");
    GoogleClients clients = new GoogleClients(environment);
    Instance instance = Instance.start("indexing", environment, clients);
    EventPublisher publisher = new EventPublisher(clients, Topic.NOTIFICATIONS, Topic.MAINTENANCE);
    CaptionSets captions = captions(environment, clients, instance.log());
    EventHandler handler = delivery -> indexer(clients, publisher, captions).handle(delivery);
    return new EventService(
        Topic.COMMITS, handler, PushSender.fromEnvironment(environment), instance);
  }

  private static CaptionSets captions(
      Environment environment, GoogleClients clients, StructuredLog log) {
    CaptionServing.Files files =
        (did, cid, limit) ->
            new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID)
                .readSmall(did, cid, limit);
    return new CaptionServing(
            clients::storage,
            environment.text("BUCKET_MEDIA"),
            files,
            (did, cid) -> playable(environment, clients).settle(did, cid),
            log)
        ::serve;
  }

  /** Caches have nothing of captions whose address nobody has been told. */
  private static PlayableVideos playable(Environment environment, GoogleClients clients) {
    BlobTakedowns takedowns = new BlobTakedowns(clients.firestore(), InstantSource.system());
    return new PlayableVideos(
        new StoredDecision(takedowns),
        new WithheldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
        CdnPurge.none());
  }

  /** Made for each delivery, so that Firestore is opened by the first. */
  private static CommitIndexer indexer(
      GoogleClients clients, EventPublisher publisher, CaptionSets captions) {
    Firestore firestore = clients.firestore();
    return new CommitIndexer(
        firestore,
        new Outbox(firestore),
        publisher::publish,
        captions,
        FOLD_INTERVAL,
        Pause.sleeping());
  }
}

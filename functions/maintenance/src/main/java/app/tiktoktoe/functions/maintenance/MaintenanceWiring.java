package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.accounts.AccountRemains;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.HttpPlcDirectory;
import app.tiktoktoe.accounts.OverdueAccounts;
import app.tiktoktoe.accounts.PlcIdentities;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.accounts.SignUpSweep;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.audit.AuditAnchors;
import app.tiktoktoe.audit.AuditCarrier;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.audit.AuditLog;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.EventService;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.PushSender;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.CdnPurge;
import app.tiktoktoe.media.CloudCdn;
import app.tiktoktoe.media.JobSweep;
import app.tiktoktoe.media.JobTimes;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.PlayableVideos;
import app.tiktoktoe.media.ServedVideo;
import app.tiktoktoe.media.StoredDecision;
import app.tiktoktoe.media.WithheldObjects;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.media.captions.CaptionServing;
import app.tiktoktoe.repository.BlobCollector;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.repository.KnownBlobs;
import app.tiktoktoe.repository.RepositoryErasure;
import app.tiktoktoe.repository.SnapshotObjects;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.views.Pause;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.OwnDocuments;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.indexing.CaptionSets;
import app.tiktoktoe.views.indexing.ViewRebuild;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Builds the function by hand. */
final class MaintenanceWiring {
  private final Environment environment;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final Instance instance;

  private MaintenanceWiring(Environment environment) {
    this.environment = environment;
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("maintenance", environment, clients);
  }

  static EventService service(Map<String, String> variables) {
    return new MaintenanceWiring(
            Environment.of(
                variables,
                "GOOGLE_CLOUD_PROJECT",
                "BUCKET_BLOBS",
                "BUCKET_MEDIA",
                "BUCKET_SNAPSHOTS",
                "BUCKET_UPLOADS",
                "PLC_URL",
                "SERVICE_ORIGIN"))
        .service();
  }

  private EventService service() {
    return new EventService(
        Topic.MAINTENANCE, new Tasks(tasks()), PushSender.fromEnvironment(environment), instance);
  }

  private Map<String, Task> tasks() {
    return Map.ofEntries(
        Map.entry(AuditAnchors.TASK, Task.of(auditAnchors()::run)),
        Map.entry(AuditCarrier.TASK, Task.of(auditCarrier()::run)),
        Map.entry(AuditChecking.TASK, auditChecking()),
        Map.entry("blob-collection", Task.of(blobCollection())),
        Map.entry(ErasureStep.TASK, erasure()),
        Map.entry("job-sweep", Task.of(jobSweep())),
        Map.entry(OrphanSweep.TASK, orphanSweep()),
        Map.entry("outbox-sweep", Task.of(outboxSweep())),
        Map.entry(MaintenanceTask.PLAYABLE_VIDEOS, playableVideos()),
        Map.entry(MaintenanceTask.REBUILD, rebuild()),
        Map.entry("signup-sweep", Task.of(signUpSweep())));
  }

  private AuditLog auditLog() {
    return new AuditLog(clients::logging, clients.project(), clients.suffix());
  }

  private AuditAnchors auditAnchors() {
    return new AuditAnchors(clients.firestore(), auditLog(), clock);
  }

  private AuditCarrier auditCarrier() {
    return new AuditCarrier(clients.firestore(), auditLog());
  }

  private Task auditChecking() {
    return new AuditChecking(
        new AuditCheck(clients.firestore()),
        auditLog(),
        auditAnchors(),
        new EventPublisher(clients, Topic.MAINTENANCE)::publish,
        clock,
        instance.log());
  }

  private Runnable blobCollection() {
    BlobObjects objects =
        new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID);
    ServedRenditions renditions =
        new ServedRenditions(
            new OldObjects(clients::storage, environment.text("BUCKET_MEDIA")), caches());
    return new BlobCollectionTask(
        new BlobCollector(
            clients.firestore(),
            objects,
            renditions.and(new VideoPrints(clients.firestore())::delete),
            clock),
        instance.log());
  }

  private CdnPurge caches() {
    return CloudCdn.from(environment);
  }

  private PlayableVideos playable() {
    return new PlayableVideos(
        new StoredDecision(new BlobTakedowns(clients.firestore(), clock)),
        new WithheldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
        caches());
  }

  private Task playableVideos() {
    return new PlayableVideosTask(
        playable(), new EventPublisher(clients, Topic.MAINTENANCE)::publish);
  }

  private Runnable jobSweep() {
    AnnouncedOriginals originals =
        new AnnouncedOriginals(
            clients::storage,
            environment.text("BUCKET_UPLOADS"),
            new EventPublisher(clients, Topic.UPLOADS)::publish);
    return new JobSweepTask(new JobSweep(jobs(), originals), instance.log());
  }

  private Task orphanSweep() {
    KnownBlobs blobs = new KnownBlobs(clients.firestore());
    return new OrphanSweep(
        List.of(
            new OrphanSweep.Area(
                "uploads",
                new OldObjects(clients::storage, environment.text("BUCKET_UPLOADS")),
                ObjectOwners.uploads(jobs())),
            new OrphanSweep.Area(
                "blobs",
                new OldObjects(clients::storage, environment.text("BUCKET_BLOBS")),
                ObjectOwners.blobs(blobs)),
            new OrphanSweep.Area(
                "media",
                new OldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
                ObjectOwners.videos(blobs))),
        environment
            .find("ORPHAN_GRACE_S")
            .map(text -> Duration.ofSeconds(Long.parseLong(text)))
            .orElse(BlobCollector.GRACE),
        OrphanSweep.PAGE,
        clock,
        new EventPublisher(clients, Topic.MAINTENANCE)::publish,
        instance.log());
  }

  private Jobs jobs() {
    return new Jobs(clients.firestore(), clock, JobTimes.from(environment));
  }

  private Task erasure() {
    Firestore firestore = clients.firestore();
    return new Erasure(
        overdueAccounts(firestore),
        new RepositoryErasure(firestore, clock),
        List.of(
            new AccountFolder(
                new OldObjects(clients::storage, environment.text("BUCKET_BLOBS")),
                BlobObjects::folderOf),
            new AccountFolder(
                new OldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
                ServedVideo::folderOf,
                did -> caches().purge(ServedVideo.pathOf(did))),
            new AccountFolder(
                new OldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
                ServedVideo::withheldFolderOf),
            new AccountFolder(
                new OldObjects(clients::storage, environment.text("BUCKET_SNAPSHOTS")),
                SnapshotObjects::folderOf)),
        viewRebuild(firestore),
        new Erasure.Private(
            new AccountRemains(firestore),
            new OwnDocuments(firestore),
            new VideoPrints(firestore),
            new NewActor(firestore)),
        audit(),
        new EventPublisher(clients, Topic.MAINTENANCE)::publish,
        instance.log());
  }

  private OverdueAccounts overdueAccounts(Firestore firestore) {
    StatusChanges heads = new StatusChanges(firestore, clock);
    StatusWriter writer =
        new StatusWriter(
            audit(),
            heads,
            new Viewers(firestore)::putStatus,
            new Outbox(firestore),
            new EventPublisher(clients, Topic.COMMITS)::publish);
    return new OverdueAccounts(
        writer, heads, new Accounts(firestore), new Preferences(firestore), clock);
  }

  private AuditTrail audit() {
    return new AuditTrail(clients.firestore(), clock, new SecureRandom());
  }

  private ViewRebuild viewRebuild(Firestore firestore) {
    return new ViewRebuild(
        new StoredRepositories(firestore, clock), firestore, captions(), clock, Pause.sleeping());
  }

  private CaptionSets captions() {
    CaptionServing.Files files =
        (did, cid, limit) ->
            new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID)
                .readSmall(did, cid, limit);
    return new CaptionServing(
            clients::storage,
            environment.text("BUCKET_MEDIA"),
            files,
            (did, cid) -> playable().settle(did, cid),
            instance.log())
        ::serve;
  }

  private Task rebuild() {
    return new Rebuild(
        viewRebuild(clients.firestore()),
        new EventPublisher(clients, Topic.MAINTENANCE)::publish,
        instance.log());
  }

  private Runnable signUpSweep() {
    PlcIdentities identities =
        new PlcIdentities(
            clients,
            new HttpPlcDirectory(URI.create(environment.text("PLC_URL"))),
            URI.create(environment.text("SERVICE_ORIGIN")));
    return new SignUpSweep(clients.firestore(), identities, clock)::run;
  }

  private Runnable outboxSweep() {
    return new OutboxSweep(
        new Outbox(clients.firestore()),
        new EventPublisher(clients, Topic.COMMITS, Topic.MAILS)::publish,
        clock,
        instance.log());
  }
}

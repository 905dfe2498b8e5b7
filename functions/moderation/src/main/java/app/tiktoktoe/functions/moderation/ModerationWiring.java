package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.accounts.FreshProof;
import app.tiktoktoe.accounts.RoleHolders;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.media.CloudCdn;
import app.tiktoktoe.media.PlayableVideos;
import app.tiktoktoe.media.StoredDecision;
import app.tiktoktoe.media.WithheldObjects;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.OperatorOnly;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class ModerationWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final Instance instance;
  private final Firestore firestore;
  private final AuditTrail audit;
  private final StatusChanges changes;
  private final BlobTakedowns blobs;

  private ModerationWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("moderation", environment, clients);
    this.firestore = clients.firestore();
    this.audit = new AuditTrail(firestore, clock, new SecureRandom());
    this.changes = new StatusChanges(firestore, clock);
    this.blobs = new BlobTakedowns(firestore, clock);
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()),
                Stream.of("GOOGLE_CLOUD_PROJECT", "BUCKET_MEDIA"))
            .toArray(String[]::new);
    return new ModerationWiring(Environment.of(variables, required)).service();
  }

  private XrpcService service() {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        routes(takedowns(), playback(), new VideoBlocklist(firestore)),
        lexicons,
        new RoleHolders(
            new OperatorOnly(clients, settings.did(), clock),
            sessions(),
            new CallerCheck(changes),
            new Roles(firestore, audit),
            new FreshProof(firestore, clock)),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private Authenticator sessions() {
    PermissionSets sets = new PermissionSets(new ClasspathLexicons());
    AccountDirectory directory =
        new AccountDirectory(new Accounts(firestore), settings.origin(), clock);
    return SessionAuthenticator.of(settings, clients, directory, sets, clock);
  }

  private Takedowns takedowns() {
    return new Takedowns(
        new StatusWriter(
            audit,
            changes,
            new Viewers(firestore)::putStatus,
            new Outbox(firestore),
            new EventPublisher(clients, Topic.COMMITS)::publish),
        blobs,
        audit);
  }

  private Playback playback() {
    return new Playback(
        new PlayableVideos(
            new StoredDecision(blobs),
            new WithheldObjects(clients::storage, environment.text("BUCKET_MEDIA")),
            CloudCdn.from(environment)),
        new EventPublisher(clients, Topic.MAINTENANCE)::publish);
  }

  private List<Route> routes(Takedowns takedowns, Playback playback, VideoBlocklist blocklist) {
    VideoBlocking blocking =
        new VideoBlocking(blocklist, new VideoPrints(firestore), audit, settings.did());
    return List.of(
        Route.method(
            "com.atproto.admin.getSubjectStatus", Auth.ADMIN, new GetSubjectStatus(takedowns)),
        Route.method(
            "com.atproto.admin.updateSubjectStatus",
            Auth.ADMIN,
            new UpdateSubjectStatus(takedowns, playback)),
        Route.method("app.tiktoktoe.admin.blockVideo", Auth.ADMIN, new BlockVideo(blocking)),
        Route.method(
            "app.tiktoktoe.admin.listBlockedVideos",
            Auth.MODERATOR,
            new ListBlockedVideos(blocklist)),
        Route.method("app.tiktoktoe.admin.unblockVideo", Auth.ADMIN, new UnblockVideo(blocking)));
  }
}

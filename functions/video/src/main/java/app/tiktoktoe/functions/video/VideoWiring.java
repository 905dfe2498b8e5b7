package app.tiktoktoe.functions.video;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.media.JobTimes;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.repository.BlobRenewal;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.StorageLimit;
import app.tiktoktoe.repository.StoredBytes;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcMethod;
import app.tiktoktoe.xrpc.XrpcService;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class VideoWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock;
  private final RandomGenerator random = new SecureRandom();
  private final Instance instance;

  private VideoWiring(Environment environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("video", environment, clients);
  }

  static XrpcService service(Map<String, String> variables) {
    VideoWiring wiring = of(variables, InstantSource.system());
    return wiring.service(wiring.authenticator());
  }

  /** The same for callers that {@code authenticator} knows, by {@code clock}. */
  static XrpcService service(
      Map<String, String> variables, Authenticator authenticator, InstantSource clock) {
    return of(variables, clock).service(authenticator);
  }

  private static VideoWiring of(Map<String, String> variables, InstantSource clock) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()),
                Stream.of("GOOGLE_CLOUD_PROJECT", "BUCKET_UPLOADS"))
            .toArray(String[]::new);
    return new VideoWiring(Environment.of(variables, required), clock);
  }

  private XrpcService service(Authenticator authenticator) {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        Stream.concat(routes().stream(), partRoutes().stream()).toList(),
        lexicons,
        authenticator,
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private Jobs jobs() {
    return new Jobs(clients.firestore(), clock, JobTimes.from(environment));
  }

  private Uploader uploader() {
    return new Uploader(
        new StatusChanges(clients.firestore(), clock),
        new StoredBytes(clients.firestore()),
        StorageLimit.from(environment));
  }

  private List<Route> routes() {
    Originals originals = new Originals(clients::storage, environment.text("BUCKET_UPLOADS"));
    KnownVideos known =
        new KnownVideos(
            new VideoPrints(clients.firestore()), new BlobRenewal(clients.firestore(), clock));
    return List.of(
        Route.method("app.bsky.video.getJobStatus", Auth.PUBLIC, new GetJobStatus(jobs())),
        Route.method(
            "app.bsky.video.getUploadLimits", Auth.UPLOAD, new GetUploadLimits(uploader(), jobs())),
        Route.method(
            "app.bsky.video.uploadVideo",
            Auth.UPLOAD,
            new UploadVideo(uploader(), jobs(), originals, known, random)));
  }

  private List<Route> partRoutes() {
    UploadSessions sessions = new UploadSessions(clients.firestore(), jobs(), clock);
    UploadStarts starts = new UploadStarts(uploader(), sessions, random);
    Parts parts = new Parts(clients::storage, environment.text("BUCKET_UPLOADS"));
    return List.of(
        Route.method(
            "app.bsky.video.abortUpload", Auth.UPLOAD, guarded(new AbortUpload(sessions, parts))),
        Route.method(
            "app.bsky.video.finishUpload", Auth.UPLOAD, guarded(new FinishUpload(sessions, parts))),
        Route.method(
            "app.bsky.video.getUploadStatus",
            Auth.UPLOAD,
            guarded(new GetUploadStatus(sessions, parts))),
        Route.method("app.bsky.video.startUpload", Auth.UPLOAD, guarded(new StartUpload(starts))),
        Route.method(
            "app.bsky.video.uploadPart", Auth.UPLOAD, guarded(new UploadPart(sessions, parts))),
        Route.method(
            "app.tiktoktoe.video.startDirectUpload",
            Auth.UPLOAD,
            guarded(new StartDirectUpload(starts, sessions, resumableUploads()))));
  }

  private ResumableUploads resumableUploads() {
    return new ResumableUploads(
        HttpClient.newHttpClient(), clients::storage, environment.text("BUCKET_UPLOADS"));
  }

  private static XrpcMethod guarded(XrpcMethod method) {
    return UploadRefusals.guarded(method);
  }

  private Authenticator authenticator() {
    AccountDirectory directory =
        new AccountDirectory(new Accounts(clients.firestore()), settings.origin(), clock);
    return SessionAuthenticator.of(
        settings, clients, directory, new PermissionSets(new ClasspathLexicons()), clock);
  }
}

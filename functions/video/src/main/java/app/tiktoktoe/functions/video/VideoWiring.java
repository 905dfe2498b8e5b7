package app.tiktoktoe.functions.video;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class VideoWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final Instance instance;

  private VideoWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("video", environment, clients);
  }

  static XrpcService service(Map<String, String> variables) {
    VideoWiring wiring = of(variables);
    return wiring.service(wiring.authenticator());
  }

  /** The same for callers that {@code authenticator} knows. */
  static XrpcService service(Map<String, String> variables, Authenticator authenticator) {
    return of(variables).service(authenticator);
  }

  private static VideoWiring of(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()),
                Stream.of("GOOGLE_CLOUD_PROJECT", "BUCKET_UPLOADS"))
            .toArray(String[]::new);
    return new VideoWiring(Environment.of(variables, required));
  }

  private XrpcService service(Authenticator authenticator) {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        routes(new Jobs(clients.firestore(), clock)),
        lexicons,
        authenticator,
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private List<Route> routes(Jobs jobs) {
    Originals originals = new Originals(clients::storage, environment.text("BUCKET_UPLOADS"));
    return List.of(
        Route.method("app.bsky.video.getJobStatus", Auth.PUBLIC, new GetJobStatus(jobs)),
        Route.method("app.bsky.video.getUploadLimits", Auth.UPLOAD, new GetUploadLimits(jobs)),
        Route.method(
            "app.bsky.video.uploadVideo",
            Auth.UPLOAD,
            new UploadVideo(jobs, originals, new SecureRandom())));
  }

  private Authenticator authenticator() {
    AccountDirectory directory =
        new AccountDirectory(new Accounts(clients.firestore()), settings.origin(), clock);
    return SessionAuthenticator.of(
        settings, clients, directory, new PermissionSets(new ClasspathLexicons()), clock);
  }
}

package app.tiktoktoe.functions.posting;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryImports;
import app.tiktoktoe.repository.StorageLimit;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class PostingWiring {
  private static final String DEFAULT_BLOB_LIMIT_BYTES = "5242880";

  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final Lexicons lexicons = new Lexicons(new ClasspathLexicons());
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Instance instance;

  private PostingWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("posting", environment, clients);
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()),
                Stream.of("GOOGLE_CLOUD_PROJECT", "BUCKET_BLOBS"))
            .toArray(String[]::new);
    return new PostingWiring(Environment.of(variables, required)).service();
  }

  private XrpcService service() {
    AccountDirectory directory =
        new AccountDirectory(new Accounts(clients.firestore()), settings.origin(), clock);
    return new XrpcService(
        routes(directory),
        lexicons,
        SessionAuthenticator.of(
            settings, clients, directory, new PermissionSets(new ClasspathLexicons()), clock),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private List<Route> routes(AccountDirectory directory) {
    return PostingRoutes.of(
        repositories(),
        new RepositoryImports(clients.firestore(), new TinkKeyVault(clients), clock, random),
        blobs(),
        new BlobAllowance(clients.firestore(), StorageLimit.from(environment), clock),
        new EventPublisher(clients, Topic.COMMITS),
        new ServiceDirectory(directory),
        lexicons,
        new TidClock(clock, random),
        Long.parseLong(environment.find("BLOB_LIMIT_BYTES").orElse(DEFAULT_BLOB_LIMIT_BYTES)));
  }

  private Repositories repositories() {
    return new FirestoreRepositories(
        clients.firestore(), new TinkKeyVault(clients), settings.limits(), clock, random);
  }

  private BlobStore blobs() {
    BlobObjects objects =
        new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID);
    return new BlobStore(clients.firestore(), objects, clock);
  }
}

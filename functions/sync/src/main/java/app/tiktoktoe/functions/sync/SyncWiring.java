package app.tiktoktoe.functions.sync;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.repository.RepositoryList;
import app.tiktoktoe.repository.RepositorySnapshots;
import app.tiktoktoe.repository.SnapshotObjects;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class SyncWiring {
  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final Lexicons lexicons = new Lexicons(new ClasspathLexicons());
  private final InstantSource clock = InstantSource.system();
  private final Instance instance;

  private SyncWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("sync", environment, clients);
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()),
                Stream.of("GOOGLE_CLOUD_PROJECT", "BUCKET_BLOBS", "BUCKET_SNAPSHOTS"))
            .toArray(String[]::new);
    return new SyncWiring(Environment.of(variables, required)).service();
  }

  private XrpcService service() {
    AccountDirectory directory =
        new AccountDirectory(new Accounts(clients.firestore()), settings.origin(), clock);
    return new XrpcService(
        routes(),
        lexicons,
        SessionAuthenticator.of(
            settings, clients, directory, new PermissionSets(new ClasspathLexicons()), clock),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private List<Route> routes() {
    Firestore firestore = clients.firestore();
    BlobObjects objects =
        new BlobObjects(clients.storage(), environment.text("BUCKET_BLOBS"), UUID::randomUUID);
    return SyncRoutes.of(
        new FirestoreRepositories(
            firestore, new NoKeys(), settings.limits(), clock, new SecureRandom()),
        new RepositoryList(firestore),
        new RepositoryExports(firestore),
        new RepositorySnapshots(
            firestore,
            new SnapshotObjects(
                clients.storage(),
                environment.text("BUCKET_SNAPSHOTS"),
                environment.isCloud(),
                UUID::randomUUID),
            clock),
        new BlobStore(firestore, objects, clock),
        new BucketSource(objects, environment.isCloud()));
  }
}

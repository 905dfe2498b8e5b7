package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryImports;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.StorageLimit;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.xrpc.AddressLimit;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.XrpcService;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The function on the emulators, with one account, Alice; her token is her DID. */
final class PostingStack {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");

  /** An account that moves here and is not yet active. */
  static final Did MOVER = Did.parse("did:plc:movermovermovermovermove");

  /** An account that uploads, and writes nothing. */
  static final Did UPLOADER = Did.parse("did:plc:uploaderuploaderuploader");

  static final Handle ALICE_HANDLE = Handle.parse("alice.test");
  static final long BLOB_LIMIT_BYTES = 3_000_000;
  static final long STORE_LIMIT_BYTES = 50_000_000;
  static final String PROJECT = FirestoreEmulatorExtension.freshProject();
  static final PubSubProject PUBSUB =
      new PubSubProject(PubSubEmulatorExtension.hostPort(), PROJECT);

  /** What the function logs. */
  static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

  /** Whether another instance commits whenever this one is about to. */
  static volatile boolean contended;

  private static final InstantSource CLOCK = InstantSource.system();

  private PostingStack() {}

  static XrpcService service() throws IOException {
    StorageEmulator storage =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("blobs")),
                Map.of(),
                NotificationSink.NONE,
                CLOCK,
                new SecureRandom()));
    GoogleClients clients =
        new GoogleClients(
            Environment.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", PROJECT,
                    "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
                    "PUBSUB_EMULATOR_HOST", PubSubEmulatorExtension.hostPort(),
                    "STORAGE_EMULATOR_HOST", storage.endpoint().toString())));
    Firestore firestore = clients.firestore();
    SecureRandom random = new SecureRandom();
    Repositories repositories =
        new FirestoreRepositories(
            firestore, new OpenVault(), true, contendedClock(firestore, random), random);
    if (repositories.describe(ALICE).isEmpty()) {
      open(firestore, repositories, random);
    }
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    BlobStore blobs =
        new BlobStore(
            firestore, new BlobObjects(clients.storage(), "blobs", UUID::randomUUID), CLOCK);
    return new XrpcService(
        PostingRoutes.of(
            repositories,
            new RepositoryImports(firestore, new OpenVault(), CLOCK, random),
            blobs,
            new BlobAllowance(firestore, new StorageLimit(STORE_LIMIT_BYTES), CLOCK),
            new EventPublisher(clients, Topic.COMMITS),
            new OneAccount(),
            lexicons,
            new TidClock(CLOCK, random),
            BLOB_LIMIT_BYTES),
        lexicons,
        new DidTokens(),
        AddressLimit.none(),
        AnswerCheck.strict(lexicons),
        Instance.of(new StructuredLog("posting", LOG, CLOCK)));
  }

  /** A commit asks for the time after it read the head. */
  private static InstantSource contendedClock(Firestore firestore, SecureRandom random) {
    Repositories rival =
        new FirestoreRepositories(firestore, new OpenVault(), false, CLOCK, random);
    TidClock keys = new TidClock(CLOCK, random);
    return () -> {
      if (contended) {
        RecordWrite write =
            new RecordWrite.Create(
                Nsid.parse("com.example.rival"),
                RecordKey.parse(keys.next(null).toString()),
                JsonNodeFactory.instance.objectNode().put("$type", "com.example.rival"));
        rival.apply(
            new WriteRequest(ALICE, List.of(write), Optional.empty(), false, CLOCK.instant()));
      }
      return CLOCK.instant();
    };
  }

  /** Switches the account off or on, as {@code auth} does. */
  static void switchAccount(boolean on) {
    Firestore firestore =
        new GoogleClients(
                Environment.of(
                    Map.of(
                        "GOOGLE_CLOUD_PROJECT",
                        PROJECT,
                        "METERED_FIRESTORE_EMULATOR_HOST",
                        FirestoreEmulatorExtension.hostPort())))
            .firestore();
    StatusChanges changes = new StatusChanges(firestore, CLOCK);
    StatusChanges.Current current = changes.find(ALICE).orElseThrow();
    AccountSwitches switches = current.switches();
    WriteBatch batch = firestore.batch();
    changes.addTo(
        batch,
        current,
        on ? switches.activated() : switches.deactivated(CLOCK.instant(), Optional.empty()),
        false);
    Await.result(batch.commit());
  }

  private static void open(Firestore firestore, Repositories repositories, SecureRandom random) {
    WriteBatch batch = firestore.batch();
    repositories.open(batch, ALICE, SigningKey.generate(Curve.K256, random));
    repositories.open(batch, UPLOADER, SigningKey.generate(Curve.K256, random));
    repositories.open(
        batch, MOVER, SigningKey.generate(Curve.K256, random), RepositoryStatus.DEACTIVATED);
    Await.result(batch.commit());
  }

  private static final class OpenVault implements KeyVault {
    @Override
    public byte[] seal(Did did, byte[] secret) {
      return secret.clone();
    }

    @Override
    public byte[] open(Did did, byte[] sealed) {
      return sealed.clone();
    }
  }

  private static final class OneAccount implements Directory {
    @Override
    public Optional<Did> didOf(Handle handle) {
      return handle.equals(ALICE_HANDLE) ? Optional.of(ALICE) : Optional.empty();
    }

    @Override
    public Optional<Handle> handleOf(Did did) {
      return did.equals(ALICE) ? Optional.of(ALICE_HANDLE) : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> documentOf(Did did) {
      ObjectNode document = JsonNodeFactory.instance.objectNode().put("id", did.toString());
      document.putArray("alsoKnownAs").add("at://" + ALICE_HANDLE);
      return Optional.of(document);
    }
  }

  private static final class DidTokens implements Authenticator {
    @Override
    public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
      String authorization = credentials.authorization();
      Did did = Did.parse(authorization.substring("Bearer ".length()));
      return new Authentication.Accepted(new Caller(did, Grant.full(), "token", CLOCK.instant()));
    }

    @Override
    public Optional<Did> accountOf(Handle handle) {
      return new OneAccount().didOf(handle);
    }
  }
}

package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.repository.RepositoryList;
import app.tiktoktoe.repository.RepositorySnapshots;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.SnapshotObjects;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.AddressLimit;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.XrpcService;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The function on the emulators: Alice has records and two blobs, Erin many records, the others a
 * repository each of another status. A token is a DID.
 */
public final class StackFunction implements HttpFunction {
  static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  static final Did ERIN = Did.parse("did:plc:erineeeeeeeeeeeeeeeeeeee");
  static final int MANY = 1_200;
  static final Did BOB = Did.parse("did:plc:bobbbbbbbbbbbbbbbbbbbbbb");
  static final Did CAROL = Did.parse("did:plc:carolccccccccccccccccccc");
  static final Did DAVE = Did.parse("did:plc:daveddddddddddddddddddd2");
  static final SigningKey KEY = SigningKey.generate(Curve.K256, new SecureRandom());
  static final byte[] REFERENCED = new byte[70_000];
  static final byte[] TEMPORARY = {1, 2, 3};
  static final Nsid PICTURE = Nsid.parse("com.example.picture");
  static final int RECORDS = 3;

  private static final InstantSource CLOCK = InstantSource.system();

  private final SyncFunction function;

  /** Starts the stack. */
  public StackFunction() throws IOException {
    GoogleClients clients = new GoogleClients(Environment.of(variables()));
    Firestore firestore = clients.firestore();
    Repositories repositories =
        new FirestoreRepositories(firestore, new OpenVault(), true, CLOCK, new SecureRandom());
    open(firestore, repositories);
    BlobObjects objects = new BlobObjects(clients.storage(), "blobs", UUID::randomUUID);
    BlobStore blobs = new BlobStore(firestore, objects, CLOCK);
    blobs.store(ALICE, new ByteArrayInputStream(TEMPORARY), "image/png", 100_000);
    REFERENCED[1] = 1;
    blobs.store(ALICE, new ByteArrayInputStream(REFERENCED), "image/png", 100_000);
    fill(repositories);
    fillMany(repositories);
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    this.function =
        new SyncFunction(
            new XrpcService(
                SyncRoutes.of(
                    repositories,
                    new RepositoryList(firestore),
                    new RepositoryExports(firestore),
                    new RepositorySnapshots(
                        firestore,
                        new SnapshotObjects(
                            clients.storage(), "snapshots", false, UUID::randomUUID),
                        CLOCK),
                    blobs,
                    new BucketSource(objects, false)),
                lexicons,
                new DidTokens(),
                AddressLimit.none(),
                AnswerCheck.strict(lexicons),
                Instance.of(new StructuredLog("sync", OutputStream.nullOutputStream(), CLOCK))));
  }

  private static Map<String, String> variables() throws IOException {
    StorageEmulator storage =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("blobs"), BucketSetup.privateBucket("snapshots")),
                Map.of(),
                NotificationSink.NONE,
                CLOCK,
                new SecureRandom()));
    return Map.of(
        "GOOGLE_CLOUD_PROJECT", FirestoreEmulatorExtension.freshProject(),
        "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
        "STORAGE_EMULATOR_HOST", storage.endpoint().toString());
  }

  private static void open(Firestore firestore, Repositories repositories) {
    WriteBatch batch = firestore.batch();
    repositories.open(batch, ALICE, KEY);
    repositories.open(batch, ERIN, KEY);
    repositories.open(batch, BOB, KEY, RepositoryStatus.DEACTIVATED);
    repositories.open(batch, CAROL, KEY, RepositoryStatus.TAKENDOWN);
    repositories.open(batch, DAVE, KEY, RepositoryStatus.DELETED);
    Await.result(batch.commit());
  }

  private static void fill(Repositories repositories) throws IOException {
    String picture =
        """
        {"$type":"com.example.picture","image":{"$type":"blob","mimeType":"image/png",
         "size":70000,"ref":{"$link":"%s"}}}\
        """
            .formatted(Cid.ofRaw(REFERENCED));
    List<String> records =
        List.of("{\"$type\":\"a\",\"n\":1}", picture, "{\"$type\":\"a\",\"n\":2}");
    for (int i = 0; i < RECORDS; i++) {
      ObjectNode record = (ObjectNode) new ObjectMapper().readTree(records.get(i));
      RecordWrite write = new RecordWrite.Create(PICTURE, RecordKey.parse("r" + (i + 1)), record);
      repositories.apply(
          new WriteRequest(ALICE, List.of(write), Optional.empty(), false, CLOCK.instant()));
    }
  }

  private static void fillMany(Repositories repositories) {
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      ObjectNode record = JsonNodeFactory.instance.objectNode().put("$type", "a").put("n", i);
      writes.add(new RecordWrite.Create(PICTURE, RecordKey.parse("r" + i), record));
      if (writes.size() == WriteRequest.MAX_WRITES) {
        repositories.apply(
            new WriteRequest(ERIN, writes, Optional.empty(), false, CLOCK.instant()));
        writes.clear();
      }
    }
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
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
      return Optional.empty();
    }
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
}

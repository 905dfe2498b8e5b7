package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.repository.BlobObjects;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The function as it is wired, on the emulators, with two blobs of one account. */
public final class StackFunction implements HttpFunction {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final byte[] REFERENCED = new byte[70_000];
  static final byte[] TEMPORARY = {1, 2, 3};

  private static final InstantSource CLOCK = InstantSource.system();

  private final SyncFunction function;

  /** Starts the stack. */
  public StackFunction() throws IOException {
    Map<String, String> variables = variables();
    GoogleClients clients = new GoogleClients(Environment.of(variables));
    BlobStore blobs =
        new BlobStore(
            clients.firestore(),
            new BlobObjects(clients.storage(), "blobs", UUID::randomUUID),
            CLOCK);
    blobs.store(ALICE, new ByteArrayInputStream(TEMPORARY), "image/png", 100_000);
    blobs.store(ALICE, new ByteArrayInputStream(REFERENCED), "image/png", 100_000);
    refer(clients.firestore());
    this.function = new SyncFunction(SyncWiring.service(variables));
  }

  private static Map<String, String> variables() throws IOException {
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
    return Map.of(
        "SERVICE_ORIGIN", "http://localhost",
        "SERVICE_DID", "did:web:localhost",
        "HANDLE_DOMAINS", ".test",
        "GOOGLE_CLOUD_PROJECT", FirestoreEmulatorExtension.freshProject(),
        "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
        "STORAGE_EMULATOR_HOST", storage.endpoint().toString(),
        "BUCKET_BLOBS", "blobs");
  }

  private static void refer(Firestore firestore) throws IOException {
    SecureRandom random = new SecureRandom();
    Repositories repositories =
        new FirestoreRepositories(firestore, new OpenVault(), true, CLOCK, random);
    WriteBatch batch = firestore.batch();
    repositories.open(batch, ALICE, SigningKey.generate(Curve.K256, random));
    Await.result(batch.commit());
    ObjectNode record =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"$type":"com.example.picture","image":{"$type":"blob","mimeType":"image/png",
                     "size":70000,"ref":{"$link":"%s"}}}\
                    """
                        .formatted(Cid.ofRaw(REFERENCED)));
    RecordWrite write =
        new RecordWrite.Create(Nsid.parse("com.example.picture"), RecordKey.parse("one"), record);
    repositories.apply(
        new WriteRequest(ALICE, List.of(write), Optional.empty(), false, CLOCK.instant()));
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
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

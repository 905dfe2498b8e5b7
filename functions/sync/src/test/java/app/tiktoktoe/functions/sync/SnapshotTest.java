package app.tiktoktoe.functions.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositorySnapshots;
import app.tiktoktoe.repository.RepositorySnapshots.Snapshot;
import app.tiktoktoe.repository.SnapshotObjects;
import app.tiktoktoe.repository.SwapRecord;
import app.tiktoktoe.repository.WriteOutcome;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Snapshots of large repositories: what they hold, what a new one costs, and races. */
class SnapshotTest {
  private static final Nsid PICTURE = Nsid.parse("com.example.picture");
  private static final Nsid NOTE = Nsid.parse("com.example.note");
  private static final InstantSource CLOCK = InstantSource.system();
  private static final SigningKey KEY = SigningKey.generate(Curve.K256, new SecureRandom());
  private static final int RECORDS = 5_000;
  private static int accounts;

  private static StorageEmulator emulator;
  private static GoogleClients clients;
  private static Repositories repositories;

  private final Did did = Did.parse("did:plc:" + "s".repeat(22) + "2" + (char) ('a' + accounts++));

  @BeforeAll
  static void start() throws Exception {
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("snapshots")),
                Map.of(),
                NotificationSink.NONE,
                CLOCK,
                new SecureRandom()));
    clients =
        new GoogleClients(
            Environment.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", FirestoreEmulatorExtension.freshProject(),
                    "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
                    "STORAGE_EMULATOR_HOST", emulator.endpoint().toString())));
    repositories =
        new FirestoreRepositories(
            clients.firestore(), new OpenVault(), false, CLOCK, new SecureRandom());
  }

  @AfterAll
  static void stop() throws IOException {
    emulator.close();
  }

  private static RepositorySnapshots snapshots() {
    return new RepositorySnapshots(
        clients.firestore(),
        new SnapshotObjects(clients.storage(), "snapshots", false, UUID::randomUUID),
        CLOCK);
  }

  private void open(int records) {
    WriteBatch batch = clients.firestore().batch();
    repositories.open(batch, did, KEY);
    Await.result(batch.commit());
    List<RecordWrite> writes = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      writes.add(create(PICTURE, "r%05d".formatted(i), i % 700));
      if (writes.size() == WriteRequest.MAX_WRITES || i == records - 1) {
        apply(writes.toArray(RecordWrite[]::new));
        writes.clear();
      }
    }
  }

  private static RecordWrite create(Nsid collection, String rkey, int n) {
    return new RecordWrite.Create(collection, RecordKey.parse(rkey), record(n));
  }

  private static ObjectNode record(int n) {
    return JsonNodeFactory.instance.objectNode().put("$type", "com.example.picture").put("n", n);
  }

  private void apply(RecordWrite... writes) {
    assertInstanceOf(
        WriteOutcome.Committed.class,
        repositories.apply(
            new WriteRequest(
                did, Arrays.asList(writes), Optional.empty(), false, CLOCK.instant())));
  }

  private static URI address(Snapshot snapshot) {
    return assertInstanceOf(Snapshot.At.class, snapshot).address();
  }

  /** What is there is the repository, byte for byte in its preferred order. */
  private RepoCar read(URI address) throws Exception {
    byte[] bytes;
    try (InputStream in = address.toURL().openStream()) {
      bytes = in.readAllBytes();
    }
    RepoCar car =
        RepoCar.read(new ByteArrayInputStream(bytes), new RepoCar.Limits(1L << 30, 100_000));
    ByteArrayOutputStream preferred = new ByteArrayOutputStream();
    RepoCar.write(preferred, car.commit(), Mst.of(car.entries()), car::record);
    assertTrue(Arrays.equals(preferred.toByteArray(), bytes));
    assertTrue(car.commit().verify(KEY.publicKey()));
    return car;
  }

  @Test
  void aNewOneIsMadeFromTheOneBefore() throws Exception {
    open(RECORDS);
    Usage first = new Usage();
    RepoCar before = read(address(first.during(() -> snapshots().latest(did, any -> true))));
    assertEquals(RECORDS, before.entries().size());
    long segments = first.reads() - RECORDS - 2;
    assertTrue(segments > 0 && segments < 20, "segments " + segments);

    for (int i = 0; i < 7; i++) {
      apply(create(NOTE, "n" + i, i));
    }
    apply(new RecordWrite.Update(PICTURE, RecordKey.parse("r00010"), record(9_999)));
    apply(new RecordWrite.Update(PICTURE, RecordKey.parse("r04000"), record(9_998)));
    apply(new RecordWrite.Delete(PICTURE, RecordKey.parse("r02000"), SwapRecord.any()));
    Usage second = new Usage();
    RepoCar after = read(address(second.during(() -> snapshots().latest(did, any -> true))));
    assertEquals(repositories.describe(did).orElseThrow().commit(), after.commit().cid());
    assertEquals(RECORDS + 6, after.entries().size());
    assertEquals(3 + segments + 9, second.reads());

    Usage third = new Usage();
    third.during(() -> snapshots().latest(did, any -> true));
    assertEquals(1, third.reads());
  }

  @Test
  void writesAndReadersAtOnceHarmNothing() throws Exception {
    open(1_500);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !done.get(); i++) {
                apply(
                    new RecordWrite.Put(
                        PICTURE,
                        RecordKey.parse("r%05d".formatted(i * 37 % 1_500)),
                        record(i),
                        SwapRecord.any()),
                    create(NOTE, "w" + i, i));
              }
            });
    writer.start();
    List<Snapshot> found = new ArrayList<>();
    RepositorySnapshots shared = snapshots();
    for (int round = 0; round < 3; round++) {
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      Snapshot snapshot = shared.latest(did, any -> true);
                      synchronized (found) {
                        found.add(snapshot);
                      }
                    }));
      }
      for (Thread reader : readers) {
        reader.join();
      }
    }
    done.set(true);
    writer.join();
    for (Snapshot snapshot : found) {
      if (snapshot instanceof Snapshot.At at) {
        read(at.address());
      }
    }
    RepoCar last = read(address(snapshots().latest(did, any -> true)));
    assertEquals(repositories.describe(did).orElseThrow().commit(), last.commit().cid());
    for (var blob :
        clients
            .storage()
            .list("snapshots", Storage.BlobListOption.prefix(did + "/.upload"))
            .iterateAll()) {
      throw new AssertionError("left behind: " + blob.getName());
    }
  }

  @Test
  void manyAtOnceWaitAndFindWhatTheFirstMade() throws Exception {
    open(1_200);
    RepositorySnapshots shared = snapshots();
    List<Usage> usages = Stream.generate(Usage::new).limit(8).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(usages.size())) {
      List<Callable<URI>> readers = new ArrayList<>();
      for (Usage usage : usages) {
        readers.add(() -> address(usage.during(() -> shared.latest(did, any -> true))));
      }
      Set<URI> addresses = new HashSet<>();
      for (Future<URI> found : threads.invokeAll(readers)) {
        addresses.add(found.get());
      }
      assertEquals(1, addresses.size());
    }
    long reads = usages.stream().mapToLong(Usage::reads).sum();
    assertTrue(reads < 3 * 1_200, "reads " + reads);
  }

  @Test
  void aBaseThatIsNoneIsDoneWithout() throws Exception {
    open(1_100);
    RepoCar before = read(address(snapshots().latest(did, any -> true)));
    String name = did + "/" + before.commit().rev() + ".car";
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    new CarWriter(empty, before.commit().cid());
    clients.storage().create(BlobInfo.newBuilder("snapshots", name).build(), empty.toByteArray());
    apply(create(NOTE, "next", 1));
    assertEquals(1_101, read(address(snapshots().latest(did, any -> true))).entries().size());
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

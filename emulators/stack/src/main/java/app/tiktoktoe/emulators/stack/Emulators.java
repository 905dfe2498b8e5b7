package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Bucket;
import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.fcm.FcmEmulator;
import app.tiktoktoe.emulators.google.EmulatorLocator;
import app.tiktoktoe.emulators.google.FirestoreEmulator;
import app.tiktoktoe.emulators.google.PubSubEmulator;
import app.tiktoktoe.emulators.logging.LoggingEmulator;
import app.tiktoktoe.emulators.mail.MailEmulator;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every emulator that the functions talk to. The two official ones are children, ours run in this
 * process. Thread-safe.
 */
final class Emulators {
  // Terraform's; what is thrown away after days is gone at once when it goes.
  private static final Duration SOFT_DELETE = Duration.ofDays(7);

  private final InstantSource clock;
  private final String projectId;
  private final Path data;
  private final LogLines log;
  private final Resources opened;

  Emulators(InstantSource clock, String projectId, Path data, LogLines log, Resources opened) {
    this.clock = clock;
    this.projectId = projectId;
    this.data = data;
    this.log = log;
    this.opened = opened;
  }

  FirestoreEmulator firestore() throws IOException {
    Path folder = data.resolve("firestore");
    FirestoreEmulator emulator =
        opened.add(
            FirestoreEmulator.start(
                new EmulatorLocator(System.getenv()),
                new FirestoreEmulator.Options(
                    0, FirestoreState.latest(folder).orElse(null), _ -> {})));
    return emulator;
  }

  PubSubEmulator pubSub() {
    return opened.add(
        PubSubEmulator.start(
            new EmulatorLocator(System.getenv()), new PubSubEmulator.Options(0, _ -> {})));
  }

  StorageEmulator storage(Catalogue catalogue, PubSubClient pubsub) throws IOException {
    List<BucketSetup> buckets =
        Stream.concat(
                catalogue.buckets().values().stream().map(this::bucket),
                Stream.of(BucketSetup.privateBucket(bucketName("backups"))))
            .toList();
    return opened.add(
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                data.resolve("storage"),
                buckets,
                Map.of(),
                ofOriginals(pubsub::publish),
                clock,
                new SecureRandom())));
  }

  /** As Terraform says: nobody hears of the parts of uploads. */
  private static NotificationSink ofOriginals(NotificationSink sink) {
    return (topic, attributes, json) -> {
      if (attributes.getOrDefault("objectId", "").startsWith("did:")) {
        sink.published(topic, attributes, json);
      }
    };
  }

  private BucketSetup bucket(Bucket bucket) {
    return new BucketSetup(
        bucketName(bucket.name()),
        bucket.route().isPresent(),
        bucket.notifies().orElse(null),
        List.of(),
        bucket.lifecycleDays().isPresent() ? Duration.ZERO : SOFT_DELETE);
  }

  /** The name that a bucket of the catalogue has here. */
  String bucketName(String name) {
    return projectId + "-" + name;
  }

  /** The real name of each bucket by its name in the catalogue. */
  Map<String, String> bucketNames(Catalogue catalogue) {
    Map<String, String> names = new TreeMap<>();
    catalogue.buckets().keySet().forEach(name -> names.put(name, bucketName(name)));
    return names;
  }

  SecretManagerEmulator secretManager() throws IOException {
    return opened.add(
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, data.resolve("secrets"), clock)));
  }

  LoggingEmulator logging() throws IOException {
    return opened.add(
        LoggingEmulator.start(new LoggingEmulator.Config(0, data.resolve("logging"), clock)));
  }

  FcmEmulator fcm() throws IOException {
    return opened.add(FcmEmulator.start(new FcmEmulator.Config(0, data.resolve("fcm"))));
  }

  MailEmulator mail() throws IOException {
    return opened.add(MailEmulator.start(0));
  }

  PlcEmulator plc() throws IOException {
    return opened.add(PlcEmulator.start(new PlcEmulator.Config(0, data.resolve("plc"), clock)));
  }

  /** Exports Firestore to the data folder every 30 s and at the end. */
  void keep(FirestoreEmulator firestore) {
    FirestoreState state =
        opened.add(new FirestoreState(data.resolve("firestore"), projectId, firestore, clock, log));
    state.start();
  }
}

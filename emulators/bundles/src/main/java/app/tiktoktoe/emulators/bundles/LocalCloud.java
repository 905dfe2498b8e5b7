package app.tiktoktoe.emulators.bundles;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.catalogue.Bucket;
import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.emulators.fcm.FcmEmulator;
import app.tiktoktoe.emulators.google.EmulatorLocator;
import app.tiktoktoe.emulators.google.FirestoreEmulator;
import app.tiktoktoe.emulators.google.PubSubEmulator;
import app.tiktoktoe.emulators.logging.LoggingEmulator;
import app.tiktoktoe.emulators.mail.MailEmulator;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Every emulator that a function of the catalogue talks to, empty but for the secrets, and the
 * environment that points a function at them. Nothing is delivered by itself: whoever wants a
 * message takes it from {@link #topics()}. Thread-safe.
 */
public final class LocalCloud implements AutoCloseable {
  /** The project that everything lives in. */
  public static final String PROJECT = "demo-bundles";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final Topics topics;

  private LocalCloud(Catalogue catalogue, Path data, Map<String, String> system)
      throws IOException {
    EmulatorLocator locator = new EmulatorLocator(system);
    CompletableFuture<FirestoreEmulator> starting =
        CompletableFuture.supplyAsync(
            () -> FirestoreEmulator.start(locator, FirestoreEmulator.Options.anyPort()));
    PubSubEmulator pubSub = opened(PubSubEmulator.start(locator, PubSubEmulator.Options.anyPort()));
    FirestoreEmulator firestore = opened(starting.join());
    topics = opened(new Topics(pubSub.hostPort(), PROJECT));
    describe(catalogue);
    environment.put("METERED_FIRESTORE_EMULATOR_HOST", firestore.hostPort());
    environment.put("PUBSUB_EMULATOR_HOST", pubSub.hostPort());
    ours(catalogue, data);
    environment.put("FFMPEG", system.getOrDefault("FFMPEG", "/usr/bin/ffmpeg"));
  }

  /**
   * Starts everything.
   *
   * @param data an empty folder for what the emulators keep
   * @param system the variables that say where Google's emulators are
   * @throws app.tiktoktoe.emulators.google.EmulatorMissingException when they are not here
   */
  public static LocalCloud start(Catalogue catalogue, Path data, Map<String, String> system)
      throws IOException {
    return new LocalCloud(catalogue, data, system);
  }

  private <T extends AutoCloseable> T opened(T emulator) {
    opened.push(emulator);
    return emulator;
  }

  private void describe(Catalogue catalogue) {
    catalogue.topics().keySet().forEach(topics::create);
    for (FunctionEntry function : catalogue.functions().values()) {
      if (function.trigger() instanceof Trigger.PubSub trigger) {
        topics.subscribe(function.name(), trigger.topic());
      }
    }
    environment.put("GOOGLE_CLOUD_PROJECT", PROJECT);
    environment.put("SERVICE_ORIGIN", "https://bundles.test");
    environment.put("SERVICE_DID", "did:web:bundles.test");
    environment.put("HANDLE_DOMAINS", ".test");
    environment.put("SERVICE_VERSION", "local");
    environment.put("LIMITS", "off");
    environment.put("BRAKE_RATIO", "1.2");
    environment.put("BRAKE_SERVICES", "none");
  }

  private void ours(Catalogue catalogue, Path data) throws IOException {
    InstantSource clock = InstantSource.system();
    SecretManagerEmulator secretManager =
        opened(SecretManagerEmulator.start(new SecretManagerEmulator.Config(0, null, clock)));
    NewSecrets.generate(new SecureRandom())
        .forEach((name, value) -> secretManager.create(PROJECT, name, value));
    secretManager.create(PROJECT, "sendgrid-api-key", "local");
    secretManager.create(PROJECT, "sendgrid-webhook-key", "local");
    secretManager.create(PROJECT, "operator-password", "local");
    MailEmulator mail = opened(MailEmulator.start(0));
    LoggingEmulator logging =
        opened(LoggingEmulator.start(new LoggingEmulator.Config(0, null, clock)));
    FcmEmulator fcm = opened(FcmEmulator.start(new FcmEmulator.Config(0, null)));
    PlcEmulator plc = opened(PlcEmulator.start(new PlcEmulator.Config(0, null, clock)));
    List<BucketSetup> buckets = catalogue.buckets().values().stream().map(this::bucket).toList();
    StorageEmulator storage =
        opened(
            StorageEmulator.start(
                new StorageEmulatorConfig(
                    0,
                    data.resolve("storage"),
                    buckets,
                    Map.of(),
                    topics::publish,
                    clock,
                    new SecureRandom())));
    environment.put("SECRETMANAGER_EMULATOR_HOST", secretManager.hostPort());
    environment.put("LOGGING_EMULATOR_HOST", logging.hostPort());
    environment.put("FCM_EMULATOR_HOST", fcm.endpoint().toString());
    environment.put("SENDGRID_EMULATOR_HOST", mail.endpoint().toString());
    environment.put("MAIL_SENDER", "no-reply@bundles.test");
    environment.put("PLC_URL", plc.endpoint().toString());
    environment.put("STORAGE_EMULATOR_HOST", storage.endpoint().toString());
  }

  private BucketSetup bucket(Bucket bucket) {
    String real = PROJECT + "-" + bucket.name();
    environment.put("BUCKET_" + bucket.name().toUpperCase(Locale.ROOT), real);
    return new BucketSetup(
        real, bucket.route().isPresent(), bucket.notifies().orElse(null), List.of());
  }

  /** What every function finds in its environment; a function ignores what it does not need. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Topics, and a subscription for each event function under the function's name. */
  public Topics topics() {
    return topics;
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable emulator : opened) {
      try {
        emulator.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}

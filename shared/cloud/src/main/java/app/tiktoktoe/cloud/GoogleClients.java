package app.tiktoktoe.cloud;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.v1.FirestoreClient;
import com.google.cloud.firestore.v1.FirestoreSettings;
import com.google.cloud.logging.v2.LoggingClient;
import com.google.cloud.logging.v2.LoggingSettings;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Google's clients for one function instance, each opened at its first use and kept. Thread-safe.
 *
 * <p>Every client is pointed to its emulator here: {@code METERED_FIRESTORE_EMULATOR_HOST}, {@code
 * PUBSUB_EMULATOR_HOST}, {@code SECRETMANAGER_EMULATOR_HOST}, {@code LOGGING_EMULATOR_HOST} ({@code
 * host:port}) and {@code STORAGE_EMULATOR_HOST} (a URL). The Firestore client reads {@code
 * FIRESTORE_EMULATOR_HOST} by itself and then drops the meter, so nothing starts with that one.
 *
 * <p>An environment that shares its project with another has a database of its own, {@code
 * FIRESTORE_DATABASE}, and topics and secrets whose names end with {@code RESOURCE_SUFFIX}.
 */
public final class GoogleClients implements Secrets {
  private static final Duration FLUSH_LIMIT = Duration.ofMillis(500);
  private static final String FIRESTORE_EMULATOR = "METERED_FIRESTORE_EMULATOR_HOST";

  /** How long a secret is used without asking for a newer version. */
  private static final Duration SECRETS_MAX_AGE = Duration.ofMinutes(10);

  /** One try at reading a secret, and all of them: somebody's request waits meanwhile. */
  private static final Duration SECRET_CALL = Duration.ofSeconds(3);

  private static final Duration SECRET_READ = Duration.ofSeconds(10);

  private final Environment environment;
  private final Map<String, Publisher> publishers = new ConcurrentHashMap<>();
  private final HeldSecrets secrets;
  private @Nullable Firestore firestore;
  private @Nullable FirestoreClient firestoreRpc;
  private @Nullable Storage storage;
  private @Nullable ManagedChannel pubsubChannel;
  private @Nullable SecretManagerServiceClient secretManager;
  private @Nullable LoggingClient logging;

  /**
   * Opens nothing yet. {@code GOOGLE_CLOUD_PROJECT} must be set; {@code SECRETS_MAX_AGE_S} says
   * after how many seconds, instead of ten minutes, a secret is read again.
   *
   * @throws MissingConfigurationException when {@code FIRESTORE_EMULATOR_HOST} is set
   */
  public GoogleClients(Environment environment) {
    if (environment.find("FIRESTORE_EMULATOR_HOST").isPresent()) {
      throw new MissingConfigurationException(
          "FIRESTORE_EMULATOR_HOST must not be set: it takes the meter off; set "
              + FIRESTORE_EMULATOR);
    }
    this.environment = environment;
    Duration longest =
        environment
            .find("SECRETS_MAX_AGE_S")
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(SECRETS_MAX_AGE);
    this.secrets = new HeldSecrets(this::readSecret, longest, System::nanoTime);
  }

  /** The project that everything lives in. */
  public String project() {
    return environment.text("GOOGLE_CLOUD_PROJECT");
  }

  /** Firestore, metered: each call's documents are counted in {@link Usage#current()}. */
  public synchronized Firestore firestore() {
    if (firestore == null) {
      firestore = openFirestore();
    }
    return firestore;
  }

  /**
   * Firestore's own calls, metered, for what {@link #firestore()} does not offer: {@code
   * BatchWrite} with preconditions. The database is {@link #firestoreDatabase()}.
   */
  public synchronized FirestoreClient firestoreRpc() {
    if (firestoreRpc == null) {
      FirestoreSettings.Builder settings = FirestoreSettings.newBuilder();
      settings.setTransportChannelProvider(firestoreChannel());
      if (environment.find(FIRESTORE_EMULATOR).isPresent()) {
        settings.setCredentialsProvider(
            FixedCredentialsProvider.create(new FirestoreOptions.EmulatorCredentials()));
      }
      try {
        firestoreRpc = FirestoreClient.create(settings.build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return firestoreRpc;
  }

  /** The name of the database, for {@link #firestoreRpc()}. */
  public String firestoreDatabase() {
    return "projects/" + project() + "/databases/" + database();
  }

  private String database() {
    return environment.find("FIRESTORE_DATABASE").orElse("(default)");
  }

  private String inProject(String name) {
    return name + suffix();
  }

  private Firestore openFirestore() {
    FirestoreOptions.Builder options =
        FirestoreOptions.newBuilder().setProjectId(project()).setDatabaseId(database());
    if (environment.find(FIRESTORE_EMULATOR).isPresent()) {
      options.setCredentials(new FirestoreOptions.EmulatorCredentials());
    }
    return options.setChannelProvider(firestoreChannel()).build().getService();
  }

  private TransportChannelProvider firestoreChannel() {
    FirestoreMeter meter = new FirestoreMeter();
    Optional<String> emulator = environment.find(FIRESTORE_EMULATOR);
    InstantiatingGrpcChannelProvider.Builder channel =
        FirestoreOptions.getDefaultTransportChannelProviderBuilder();
    if (emulator.isPresent()) {
      channel
          .setEndpoint(emulator.get())
          .setChannelConfigurator(c -> c.usePlaintext().intercept(meter));
    } else {
      channel.setChannelConfigurator(c -> c.intercept(meter));
    }
    return channel.build();
  }

  /** Cloud Storage. */
  public synchronized Storage storage() {
    if (storage == null) {
      StorageOptions.Builder options = StorageOptions.newBuilder().setProjectId(project());
      environment
          .find("STORAGE_EMULATOR_HOST")
          .ifPresent(host -> options.setHost(host).setCredentials(NoCredentials.getInstance()));
      storage = options.build().getService();
    }
    return storage;
  }

  /** The publisher of a topic of this project, without batching: each message leaves at once. */
  public Publisher publisher(String topic) {
    return publishers.computeIfAbsent(topic, this::openPublisher);
  }

  private Publisher openPublisher(String topic) {
    Publisher.Builder builder =
        Publisher.newBuilder(TopicName.of(project(), inProject(topic)))
            .setBatchingSettings(
                Publisher.Builder.getDefaultBatchingSettings().toBuilder()
                    .setElementCountThreshold(1L)
                    .build());
    environment
        .find("PUBSUB_EMULATOR_HOST")
        .ifPresent(
            host ->
                builder
                    .setChannelProvider(pubsubChannel(host))
                    .setCredentialsProvider(NoCredentialsProvider.create()));
    try {
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized TransportChannelProvider pubsubChannel(String host) {
    if (pubsubChannel == null) {
      pubsubChannel = ManagedChannelBuilder.forTarget(host).usePlaintext().build();
    }
    return FixedTransportChannelProvider.create(GrpcTransportChannel.create(pubsubChannel));
  }

  /**
   * Sends what publishers still hold, and takes no more of it; waits half a second at most. The
   * other clients hold nothing back, and the process ends without them.
   */
  void flush() throws InterruptedException {
    long end = System.nanoTime() + FLUSH_LIMIT.toNanos();
    publishers.values().forEach(Publisher::shutdown);
    for (Publisher publisher : publishers.values()) {
      publisher.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public String text(String name) {
    return secrets.text(name);
  }

  @Override
  public String text(String name, Duration age) {
    return secrets.text(name, age);
  }

  private String readSecret(String name) {
    return secretManager()
        .accessSecretVersion(SecretVersionName.of(project(), inProject(name), "latest"))
        .getPayload()
        .getData()
        .toStringUtf8();
  }

  /**
   * What the names of topics and secrets end with here: {@code RESOURCE_SUFFIX}, which tells
   * environments of one project apart and is empty for most.
   */
  public String suffix() {
    return environment.find("RESOURCE_SUFFIX").orElse("");
  }

  /** Secret Manager itself, for who adds versions; {@link #text} is for who reads. */
  public synchronized SecretManagerServiceClient secretManager() {
    if (secretManager == null) {
      SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newBuilder();
      settings
          .accessSecretVersionSettings()
          .retrySettings()
          .setInitialRpcTimeoutDuration(SECRET_CALL)
          .setMaxRpcTimeoutDuration(SECRET_CALL)
          .setTotalTimeoutDuration(SECRET_READ);
      environment
          .find("SECRETMANAGER_EMULATOR_HOST")
          .ifPresent(
              host ->
                  settings
                      .setTransportChannelProvider(plaintext(host))
                      .setCredentialsProvider(nobody()));
      try {
        secretManager = SecretManagerServiceClient.create(settings.build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return secretManager;
  }

  /** Cloud Logging, for the audit log alone; ordinary logs are lines on standard output. */
  public synchronized LoggingClient logging() {
    if (logging == null) {
      LoggingSettings.Builder settings = LoggingSettings.newBuilder();
      environment
          .find("LOGGING_EMULATOR_HOST")
          .ifPresent(
              host ->
                  settings
                      .setTransportChannelProvider(plaintext(host))
                      .setCredentialsProvider(nobody()));
      try {
        logging = LoggingClient.create(settings.build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return logging;
  }

  private static TransportChannelProvider plaintext(String host) {
    return InstantiatingGrpcChannelProvider.newBuilder()
        .setEndpoint(host)
        .setChannelConfigurator(channel -> channel.usePlaintext())
        .build();
  }

  private static CredentialsProvider nobody() {
    return NoCredentialsProvider.create();
  }
}

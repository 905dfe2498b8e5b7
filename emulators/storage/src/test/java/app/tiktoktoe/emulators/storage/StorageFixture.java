package app.tiktoktoe.emulators.storage;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An emulator with a public, a private and a notifying bucket, and Google's client for it. */
final class StorageFixture {
  static final String SIGNER = "signer@local.iam.gserviceaccount.com";
  static final String BUCKET = "private-media";
  static final String PUBLIC = "public-media";
  static final String NOTIFYING = "raw-uploads";
  static final String KEPT = "kept-media";
  static final Duration RETENTION = Duration.ofDays(7);
  static final String TOPIC = "uploads-finalized";
  static final String BROWSER = "http://localhost:3000";
  static final KeyPair KEYS = keys();

  record Message(String topic, Map<String, String> attributes, String json) {}

  final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);
  final StorageEmulator emulator;
  final Storage client;

  StorageFixture(@Nullable Path directory) throws IOException {
    this(directory, null);
  }

  StorageFixture(@Nullable Path directory, @Nullable NotificationSink sink) throws IOException {
    NotificationSink queue =
        (topic, attributes, json) ->
            messages.add(new Message(topic, attributes, new String(json, StandardCharsets.UTF_8)));
    InstantSource clock = () -> Instant.now().plus(shift.get());
    CorsRule browser =
        new CorsRule(
            List.of(BROWSER),
            List.of("GET", "PUT", "POST"),
            List.of("Content-Type", "Location", "x-goog-resumable"),
            600);
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                directory,
                List.of(
                    new BucketSetup(BUCKET, false, null, List.of(browser)),
                    new BucketSetup(PUBLIC, true, null, List.of(browser)),
                    new BucketSetup(NOTIFYING, false, TOPIC, List.of()),
                    new BucketSetup(KEPT, false, null, List.of(), RETENTION)),
                Map.of(SIGNER, KEYS.getPublic()),
                sink == null ? queue : sink,
                clock,
                new SecureRandom()));
    client = client(emulator.endpoint().toString());
  }

  static Storage client(String host) {
    return StorageOptions.newBuilder()
        .setProjectId("local")
        .setHost(host)
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  Message nextMessage() throws InterruptedException {
    Message message = messages.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no notification arrived");
    }
    return message;
  }

  Storage.SignUrlOption signer() {
    return Storage.SignUrlOption.signWith(
        ServiceAccountCredentials.newBuilder()
            .setClientEmail(SIGNER)
            .setClientId("1")
            .setPrivateKeyId("1")
            .setPrivateKey(KEYS.getPrivate())
            .build());
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void close() throws Exception {
    client.close();
    emulator.close();
  }
}

package app.tiktoktoe.emulators.storage;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All the emulator is told.
 *
 * @param port TCP port on the loopback address, 0 for a free one
 * @param dataDirectory what survives a restart; null for a temporary directory that is deleted on
 *     close
 * @param buckets created at start when absent
 * @param signingKeys RSA public keys by service account e-mail; a URL signed by anybody else is
 *     refused
 * @param notifications where changes are published
 * @param clock timestamps, generations, expiry of signed URLs and of upload sessions
 * @param random names upload sessions, whose URL alone permits the upload: use a secure one
 */
public record StorageEmulatorConfig(
    int port,
    @Nullable Path dataDirectory,
    List<BucketSetup> buckets,
    Map<String, PublicKey> signingKeys,
    NotificationSink notifications,
    InstantSource clock,
    RandomGenerator random) {

  public StorageEmulatorConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535: " + port);
    }
    buckets = List.copyOf(buckets);
    signingKeys = Map.copyOf(signingKeys);
    if (buckets.stream().map(BucketSetup::name).distinct().count() != buckets.size()) {
      throw new IllegalArgumentException("a bucket is configured twice");
    }
  }
}

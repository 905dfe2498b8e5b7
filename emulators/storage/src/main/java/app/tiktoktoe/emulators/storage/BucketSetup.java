package app.tiktoktoe.emulators.storage;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that exists when the emulator has started, and what Terraform would say about it.
 *
 * @param name a valid bucket name, {@code media-local}
 * @param publicRead whether anybody may read objects at {@code /BUCKET/OBJECT}, unsigned
 * @param topic where changes of objects are published, or null for nowhere
 * @param cors the bucket's CORS configuration; it replaces what the data directory holds
 * @param softDelete how long deleted and replaced objects can be restored, in whole seconds; zero
 *     for not at all
 */
public record BucketSetup(
    String name,
    boolean publicRead,
    @Nullable String topic,
    List<CorsRule> cors,
    Duration softDelete) {

  public BucketSetup {
    BucketName.check(name);
    cors = List.copyOf(cors);
    if (softDelete.isNegative()) {
      throw new IllegalArgumentException("soft delete for " + softDelete);
    }
  }

  /** A bucket whose deleted objects are gone at once. */
  public BucketSetup(String name, boolean publicRead, @Nullable String topic, List<CorsRule> cors) {
    this(name, publicRead, topic, cors, Duration.ZERO);
  }

  /** A bucket that only signed URLs and the JSON API reach, without notifications. */
  public static BucketSetup privateBucket(String name) {
    return new BucketSetup(name, false, null, List.of());
  }
}

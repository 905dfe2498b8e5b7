package app.tiktoktoe.emulators.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that exists when the emulator has started, and what Terraform would say about it.
 *
 * @param name a valid bucket name, {@code media-local}
 * @param publicRead whether anybody may read objects at {@code /BUCKET/OBJECT}, unsigned
 * @param topic where changes of objects are published, or null for nowhere
 * @param cors the bucket's CORS configuration; it replaces what the data directory holds
 */
public record BucketSetup(
    String name, boolean publicRead, @Nullable String topic, List<CorsRule> cors) {

  public BucketSetup {
    BucketName.check(name);
    cors = List.copyOf(cors);
  }

  /** A bucket that only signed URLs and the JSON API reach, without notifications. */
  public static BucketSetup privateBucket(String name) {
    return new BucketSetup(name, false, null, List.of());
  }
}

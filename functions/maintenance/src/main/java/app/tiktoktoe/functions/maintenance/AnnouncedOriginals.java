package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.media.JobSweep;
import app.tiktoktoe.media.UploadObject;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The bucket of uploads, and the topic on which Cloud Storage announces what arrives there.
 * Thread-safe.
 */
final class AnnouncedOriginals implements JobSweep.Originals {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Supplier<Storage> storage;
  private final String bucket;
  private final OutboxSweep.Publisher publisher;

  AnnouncedOriginals(Supplier<Storage> storage, String bucket, OutboxSweep.Publisher publisher) {
    this.storage = storage;
    this.bucket = bucket;
    this.publisher = publisher;
  }

  @Override
  public boolean exists(UploadObject original) {
    return storage.get().get(BlobId.of(bucket, original.name())) != null;
  }

  /** Publishes what a notification says; one that is not accepted is due at a later sweep. */
  @Override
  public void announce(UploadObject original) {
    String resource =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "storage#object")
            .put("bucket", bucket)
            .put("name", original.name())
            .toString();
    Map<String, String> attributes =
        Map.of(
            "eventType",
            "OBJECT_FINALIZE",
            "payloadFormat",
            "JSON_API_V1",
            "bucketId",
            bucket,
            "objectId",
            original.name());
    publisher.publish(
        List.of(new Message(Topic.UPLOADS, ByteString.copyFromUtf8(resource), attributes)),
        DEADLINE);
  }
}

package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The unfinished uploads of each account, {@code openUploads/{did}}, with the time when each ends
 * by itself. Thread-safe.
 */
final class OpenUploads {
  private static final Duration KEPT = Duration.ofDays(3);
  private static final String OPEN = "open";

  private final Firestore firestore;

  OpenUploads(Firestore firestore) {
    this.firestore = firestore;
  }

  /** One account's as they were read. */
  record Open(DocumentSnapshot document, Map<JobId, Timestamp> uploads) {
    /** The same without those that {@code ended}. */
    Open without(java.util.Set<JobId> ended) {
      Map<JobId, Timestamp> rest = new HashMap<>(uploads);
      rest.keySet().removeAll(ended);
      return new Open(document, rest);
    }
  }

  /** Those that have not ended by themselves at {@code now}. */
  Open read(Did did, Instant now) {
    DocumentSnapshot document = Await.result(reference(did).get());
    Map<JobId, Timestamp> uploads = new HashMap<>();
    if (document.get(OPEN) instanceof Map<?, ?> entries) {
      entries.forEach(
          (id, end) -> {
            if (end instanceof Timestamp time && time.compareTo(JobDocument.timestamp(now)) > 0) {
              uploads.put(new JobId(id.toString()), time);
            }
          });
    }
    return new Open(document, uploads);
  }

  /** Adds one; the batch fails when the account's have changed since they were read. */
  void add(WriteBatch batch, Open open, JobId id, Instant end, Instant now) {
    Map<String, Object> entries =
        open.uploads().entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getKey().value(), Map.Entry::getValue));
    entries.put(id.value(), JobDocument.timestamp(end));
    DocumentSnapshot document = open.document();
    if (document.exists()) {
      batch.update(
          document.getReference(),
          fields(entries, now),
          Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())));
    } else {
      batch.create(document.getReference(), fields(entries, now));
    }
  }

  /** Takes one away, if it is there. */
  void remove(WriteBatch batch, Did did, JobId id, Instant now) {
    Map<String, Object> gone = Map.of(id.value(), FieldValue.delete());
    batch.set(reference(did), fields(gone, now), SetOptions.merge());
  }

  private static Map<String, Object> fields(Map<String, Object> entries, Instant now) {
    return Map.of(
        "version",
        JobDocument.VERSION,
        OPEN,
        entries,
        "expireAt",
        JobDocument.timestamp(now.plus(KEPT)));
  }

  private DocumentReference reference(Did did) {
    return firestore.collection("openUploads").document(did.value());
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.AggregateField;
import com.google.cloud.firestore.AggregateQuerySnapshot;
import com.google.cloud.firestore.Firestore;
import java.util.List;
import java.util.Objects;

/**
 * How much of an account's is stored: its blobs, whether a record refers to them or not yet. What
 * is made of them to play, and what imported records refer to and nobody has uploaded, is not
 * counted. Thread-safe.
 *
 * <p>The blobs' documents are added up, so the sum is right after any crash and costs no write: a
 * read per thousand blobs, one at least.
 */
public final class StoredBytes {
  private static final List<String> UPLOADED =
      List.of(BlobDocument.REFERENCED, BlobDocument.TAKEN_DOWN, BlobDocument.TEMPORARY);

  private final Paths paths;

  /** Reads nothing yet. */
  public StoredBytes(Firestore firestore) {
    this.paths = new Paths(firestore);
  }

  /** So many blobs of so many bytes together. */
  public record Stored(long blobs, long sizeBytes) {}

  /** What is stored of {@code did} now; nothing for an account that is not here. */
  public Stored of(Did did) {
    AggregateField.CountAggregateField blobs = AggregateField.count();
    AggregateField.SumAggregateField bytes = AggregateField.sum("size");
    AggregateQuerySnapshot found =
        Await.result(paths.blobs(did).whereIn("state", UPLOADED).aggregate(blobs, bytes).get());
    return new Stored(
        Objects.requireNonNull(found.getLong(blobs)), Objects.requireNonNull(found.getLong(bytes)));
  }
}

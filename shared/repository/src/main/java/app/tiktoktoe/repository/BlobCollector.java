package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deletes blobs that no record has referred to for {@link #GRACE}: document, object and renditions.
 * Thread-safe, also against other collectors.
 *
 * <p>Neither order of two deletions would do: with the object first, a commit may take the document
 * of a blob whose bytes are gone; with the document first, a crash leaves an object that nobody
 * knows of. So the document is replaced, in one batch, by a note that the object has to go, and the
 * note is deleted last; who finds a note goes on with it.
 *
 * <ul>
 *   <li>A commit changes the blob's document in its own batch. When it is first, the collector's
 *       precondition (the document is as it was read) fails and nothing is deleted. When it is
 *       second, its update finds no document, it is worked out again and refused: no such blob.
 *   <li>An upload of the same bytes writes the object and then the document. The generation of the
 *       object that goes is read before the document is replaced, and only that generation is
 *       deleted: bytes that are written later stay, whatever the upload's document then says. Bytes
 *       that were written before that read belong to an upload whose document was written too,
 *       unless they are younger than {@link #GRACE}, which is many times what a request or the
 *       making of a video may last: then the blob is left for a later run.
 * </ul>
 *
 * <p>Costs two reads when there is nothing to do, else a read, a write and two deletes per blob and
 * a read per full page.
 */
public final class BlobCollector {
  /** How long a blob is kept that no record refers to. */
  public static final Duration GRACE = Duration.ofHours(1);

  private static final int PAGE = 100;
  private static final String CREATED_AT = "createdAt";

  private final Firestore firestore;
  private final BlobObjects objects;
  private final Renditions renditions;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobCollector(
      Firestore firestore, BlobObjects objects, Renditions renditions, InstantSource clock) {
    this.firestore = firestore;
    this.objects = objects;
    this.renditions = renditions;
    this.clock = clock;
  }

  /** What a video plays from. */
  @FunctionalInterface
  public interface Renditions {
    /** Deletes what was written before {@code before}; may be called again. */
    void delete(Did did, Cid cid, Instant before);

    /** Makes caches forget what was deleted of an account; may be called again. */
    default void purge(Did did, Set<Cid> videos) {}

    /** Forgets afterwards what else is kept of a video. */
    default Renditions and(BiConsumer<Did, Cid> forget) {
      Renditions first = this;
      return new Renditions() {
        @Override
        public void delete(Did did, Cid cid, Instant before) {
          first.delete(did, cid, before);
          forget.accept(did, cid);
        }

        @Override
        public void purge(Did did, Set<Cid> videos) {
          first.purge(did, videos);
        }
      };
    }
  }

  /**
   * What a run did.
   *
   * @param resumed what an earlier run had left half deleted
   */
  public record Collected(int blobs, int resumed) {}

  /**
   * Looks at no more than {@code limit} blobs, the oldest first, after as many that were left half
   * deleted.
   */
  public Collected run(int limit) {
    int resumed = resume(limit);
    Instant now = clock.instant();
    int seen = 0;
    int collected = 0;
    List<QueryDocumentSnapshot> page = List.of();
    do {
      int size = Math.min(PAGE, limit - seen);
      page = page(now, page.isEmpty() ? null : page.getLast(), size);
      List<Noted> noted =
          page.stream().flatMap(document -> collect(document, now).stream()).toList();
      finish(noted);
      collected += noted.size();
      seen += page.size();
    } while (page.size() == PAGE && seen < limit);
    return new Collected(collected, resumed);
  }

  private int resume(int limit) {
    List<QueryDocumentSnapshot> left =
        Await.result(firestore.collection(CondemnedBlob.COLLECTION).limit(limit).get())
            .getDocuments();
    finish(
        left.stream()
            .map(
                note ->
                    new Noted(
                        CondemnedBlob.read(note), Objects.requireNonNull(note.getUpdateTime())))
            .toList());
    return left.size();
  }

  private List<QueryDocumentSnapshot> page(
      Instant now, @Nullable QueryDocumentSnapshot last, int size) {
    Query query =
        firestore
            .collectionGroup("blobs")
            .whereEqualTo("state", BlobDocument.TEMPORARY)
            .whereLessThanOrEqualTo(CREATED_AT, HeadDocument.timestamp(now.minus(GRACE)))
            .orderBy(CREATED_AT)
            .limit(size);
    return Await.result((last == null ? query : query.startAfter(last)).get()).getDocuments();
  }

  /** A blob that only its note remembers, as it was written at a time. */
  private record Noted(CondemnedBlob blob, Timestamp at) {}

  private Optional<Noted> collect(QueryDocumentSnapshot document, Instant now) {
    BlobDocument blob = BlobDocument.read(document);
    DocumentReference repo =
        Objects.requireNonNull(document.getReference().getParent().getParent());
    Did did = Did.parse(repo.getId());
    Cid cid = Cid.parse(document.getId());
    Optional<BlobObjects.Version> object = objects.version(did, cid);
    boolean young = object.filter(o -> o.createdAt().isAfter(now.minus(GRACE))).isPresent();
    if (young || !blob.refs().isEmpty()) {
      return Optional.empty();
    }
    CondemnedBlob condemned =
        new CondemnedBlob(
            did,
            cid,
            object.map(BlobObjects.Version::generation).orElse(0L),
            blob.mimeType().startsWith("video/"),
            now);
    return condemn(document, condemned).map(at -> new Noted(condemned, at));
  }

  /** The time of the note; empty when somebody else wrote the blob's document meanwhile. */
  private Optional<Timestamp> condemn(QueryDocumentSnapshot document, CondemnedBlob condemned) {
    WriteBatch batch = firestore.batch();
    batch.set(condemned.document(firestore), condemned.fields());
    batch.delete(
        document.getReference(),
        Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime())));
    return unlessStale(() -> Await.result(batch.commit()).getFirst().getUpdateTime());
  }

  /** Caches take only so many requests a minute: one for all that goes of an account. */
  private void finish(List<Noted> all) {
    Map<Did, List<Noted>> accounts =
        all.stream().collect(Collectors.groupingBy(noted -> noted.blob().did()));
    accounts.forEach(
        (did, blobs) -> {
          blobs.forEach(noted -> delete(noted.blob()));
          Set<Cid> videos =
              blobs.stream()
                  .map(Noted::blob)
                  .filter(CondemnedBlob::isVideo)
                  .map(CondemnedBlob::cid)
                  .collect(Collectors.toSet());
          if (!videos.isEmpty()) {
            renditions.purge(did, videos);
          }
          blobs.forEach(this::forget);
        });
  }

  private void forget(Noted noted) {
    DocumentReference note = noted.blob().document(firestore);
    unlessStale(() -> Await.result(note.delete(Precondition.updatedAt(noted.at()))));
  }

  /** Renditions may bear a time a little after that of the document: the clocks differ. */
  private void delete(CondemnedBlob condemned) {
    objects.delete(condemned.did(), condemned.cid(), condemned.generation());
    if (condemned.isVideo()) {
      Instant before = condemned.condemnedAt().minus(GRACE.dividedBy(2));
      renditions.delete(condemned.did(), condemned.cid(), before);
    }
  }

  private static <T> Optional<T> unlessStale(Supplier<T> write) {
    try {
      return Optional.of(write.get());
    } catch (RuntimeException e) {
      if (CommitFault.of(e) == CommitFault.STALE) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Which blobs the records of a commit begin and cease to refer to. Used by one thread. */
final class BlobMarks {
  private final List<BlobReference> begun = new ArrayList<>();
  private final Map<Cid, SortedSet<String>> added = new LinkedHashMap<>();
  private final Map<Cid, SortedSet<String>> removed = new LinkedHashMap<>();

  /** Takes a change and the blobs that its record referred to before. */
  void add(Change change, List<BlobReference> before) {
    Set<Cid> old = new LinkedHashSet<>();
    before.forEach(reference -> old.add(reference.cid()));
    Set<Cid> kept = new LinkedHashSet<>();
    for (BlobReference reference : change.after().map(RecordValue::blobs).orElse(List.of())) {
      begun.add(reference);
      kept.add(reference.cid());
      added.computeIfAbsent(reference.cid(), cid -> new TreeSet<>()).add(change.key());
    }
    old.removeAll(kept);
    old.forEach(cid -> removed.computeIfAbsent(cid, any -> new TreeSet<>()).add(change.key()));
  }

  /** The blobs whose documents are needed. */
  Set<Cid> blobs() {
    Set<Cid> all = new LinkedHashSet<>(added.keySet());
    all.addAll(removed.keySet());
    return all;
  }

  /** Why a record may not refer to what it refers to. */
  Optional<WriteOutcome> refusal(Map<Cid, BlobDocument> stored) {
    for (BlobReference reference : begun) {
      BlobDocument blob = stored.get(reference.cid());
      if (blob == null || blob.isMissing() || blob.isTakenDown()) {
        return Optional.of(new WriteOutcome.BlobMissing(reference.cid()));
      }
      if (!blob.mimeType().equals(reference.mimeType())) {
        return Optional.of(
            new WriteOutcome.BlobMimeTypeWrong(
                reference.cid(), blob.mimeType(), reference.mimeType()));
      }
      if (blob.sizeBytes() != reference.sizeBytes()) {
        return Optional.of(
            new WriteOutcome.BlobSizeWrong(
                reference.cid(), blob.sizeBytes(), reference.sizeBytes()));
      }
    }
    return Optional.empty();
  }

  /**
   * Adds to a batch what changes of the blobs' documents.
   *
   * @param rev the commit's
   */
  void addTo(
      WriteBatch batch,
      Function<Cid, DocumentReference> documents,
      Map<Cid, BlobDocument> stored,
      Tid rev,
      Instant now) {
    stored.forEach(
        (cid, blob) -> {
          SortedSet<String> refs = new TreeSet<>(blob.refs());
          refs.removeAll(removed.getOrDefault(cid, new TreeSet<>()));
          refs.addAll(added.getOrDefault(cid, new TreeSet<>()));
          if (refs.equals(blob.refs())) {
            return;
          }
          if (!blob.isMissing()) {
            batch.update(documents.apply(cid), blob.referencedBy(refs, rev, now));
          } else if (refs.isEmpty()) {
            batch.delete(documents.apply(cid));
          } else {
            batch.update(documents.apply(cid), Map.of("refs", List.copyOf(refs)));
          }
        });
  }
}

package app.tiktoktoe.media.blocklist;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The videos that nobody may upload: {@code videoBlocklist/{cid}}. What is taken off stays as a
 * document that says so: instances learn of it by its time. Thread-safe.
 */
public final class VideoBlocklist {
  private static final long VERSION = 1;
  private static final String BLOCKED = "blocked";
  private static final String ORIGINAL = "original";
  private static final String LOOKS = "looks";
  private static final String REASON = "reason";
  private static final String CHANGED_AT = "changedAt";

  private final Firestore firestore;

  /** Reads nothing yet. */
  public VideoBlocklist(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Puts a video on the list, by the batch of whoever decided it. */
  public void block(WriteBatch batch, BlockedVideo video, String by) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("version", VERSION);
    fields.put(BLOCKED, true);
    video.original().ifPresent(original -> fields.put(ORIGINAL, original.toString()));
    fields.put(LOOKS, video.looks().text());
    fields.put(REASON, video.reason());
    fields.put("by", by);
    fields.put(CHANGED_AT, FieldValue.serverTimestamp());
    batch.set(document(video.id()), fields);
  }

  /** Takes a video off the list, by the batch of whoever decided it. */
  public void unblock(WriteBatch batch, Cid id, String by) {
    batch.set(
        document(id),
        Map.of(
            "version",
            VERSION,
            BLOCKED,
            false,
            "by",
            by,
            CHANGED_AT,
            FieldValue.serverTimestamp()));
  }

  /**
   * A change of the list.
   *
   * @param blocked empty when it was taken off
   */
  public record Change(Cid id, Optional<BlockedVideo> blocked, Timestamp at) {}

  /**
   * A video on the list.
   *
   * @param by {@code operator}, or the DID of who has a role
   */
  public record Entry(BlockedVideo video, String by, Timestamp at) {}

  /**
   * A part of the list.
   *
   * @param cursor where the next one begins; empty at the end
   */
  public record Page(List<Entry> entries, Optional<String> cursor) {}

  /** A video, when it is on the list. One document read. */
  public Optional<BlockedVideo> find(Cid id) {
    return Optional.of(Await.result(document(id).get()))
        .filter(DocumentSnapshot::exists)
        .flatMap(document -> change(document).blocked());
  }

  /**
   * The list from the last change backwards. Costs a read per change, also of one that took a video
   * off, so a page may hold less than {@code limit}.
   *
   * @throws IllegalArgumentException when the cursor is none of ours
   */
  public Page page(int limit, Optional<String> cursor) {
    Query all =
        firestore
            .collection("videoBlocklist")
            .orderBy(CHANGED_AT, Query.Direction.DESCENDING)
            .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING)
            .limit(limit);
    Query rest = cursor.map(text -> BlocklistCursor.parse(text).after(all)).orElse(all);
    List<QueryDocumentSnapshot> found = Await.result(rest.get()).getDocuments();
    Optional<String> next =
        found.size() < limit
            ? Optional.empty()
            : Optional.of(new BlocklistCursor(at(found.getLast()), found.getLast().getId()).text());
    return new Page(found.stream().flatMap(document -> entry(document).stream()).toList(), next);
  }

  private static Optional<Entry> entry(DocumentSnapshot document) {
    return change(document)
        .blocked()
        .map(
            video ->
                new Entry(video, Objects.requireNonNull(document.getString("by")), at(document)));
  }

  private static Timestamp at(DocumentSnapshot document) {
    return Objects.requireNonNull(document.getTimestamp(CHANGED_AT));
  }

  /**
   * What changed from a time on, in the order of the changes: without a time, the list. Costs a
   * read per change, and one when there is none.
   */
  public List<Change> changes(Optional<Timestamp> from) {
    Query all = firestore.collection("videoBlocklist").orderBy(CHANGED_AT);
    Query changed = from.map(time -> all.whereGreaterThanOrEqualTo(CHANGED_AT, time)).orElse(all);
    return Await.result(changed.get()).getDocuments().stream().map(VideoBlocklist::change).toList();
  }

  private static Change change(DocumentSnapshot document) {
    Cid id = Cid.parse(document.getId());
    return new Change(
        id,
        Boolean.TRUE.equals(document.getBoolean(BLOCKED))
            ? Optional.of(blocked(id, document))
            : Optional.empty(),
        at(document));
  }

  private static BlockedVideo blocked(Cid id, DocumentSnapshot document) {
    return new BlockedVideo(
        id,
        Optional.ofNullable(document.getString(ORIGINAL)).map(Cid::parse),
        PerceptualHash.parse(Objects.requireNonNull(document.getString(LOOKS))),
        Objects.requireNonNull(document.getString(REASON)));
  }

  private DocumentReference document(Cid id) {
    return firestore.collection("videoBlocklist").document(id.toString());
  }
}

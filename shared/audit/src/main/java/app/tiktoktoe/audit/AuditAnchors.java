package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Notes where chains end, to be run every hour. Collection {@code auditAnchors}, one document for
 * up to 500 ends. Thread-safe; two runs at once make two anchors.
 */
public final class AuditAnchors {
  /** The task's name. */
  public static final String TASK = "audit-anchor";

  private static final String COLLECTION = "auditAnchors";
  private static final String NUMBER = "number";
  private static final int MOST_HEADS = 500;

  /** How far the clocks of instances may be apart, and how long a commit may be under way. */
  private static final Duration OVERLAP = Duration.ofMinutes(5);

  private final Firestore firestore;
  private final AuditLog log;
  private final InstantSource clock;

  /** Of the chains on {@code firestore}. */
  public AuditAnchors(Firestore firestore, AuditLog log, InstantSource clock) {
    this.firestore = firestore;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Notes the ends of all chains that have moved since the last time, also when there are none. A
   * read for each of them and some more; for each 500, two writes.
   *
   * @return how many ends were noted
   */
  public int run() {
    pending().forEach(this::carry);
    Optional<AuditAnchor> last = last();
    Instant now = clock.instant();
    Instant since = last.map(AuditAnchor::at).orElse(Instant.EPOCH).minus(OVERLAP);
    List<AuditAnchor.Head> moved = moved(since);
    AuditAnchor before = last.orElse(new AuditAnchor(0, now, List.of(), "", AuditEntry.BEGINNING));
    int from = 0;
    do {
      List<AuditAnchor.Head> heads = moved.subList(from, Math.min(moved.size(), from + MOST_HEADS));
      before = AuditAnchor.sealed(before.number() + 1, now, heads, before.hash());
      Await.result(document(before).create(fields(before)));
      carry(before);
      from += MOST_HEADS;
    } while (from < moved.size());
    return moved.size();
  }

  private void carry(AuditAnchor anchor) {
    log.writeAnchor(anchor);
    Await.result(document(anchor).update(AuditDocuments.PENDING, FieldValue.delete()));
  }

  private List<AuditAnchor> pending() {
    return read(
        firestore.collection(COLLECTION).whereEqualTo(AuditDocuments.PENDING, true).limit(100));
  }

  private Optional<AuditAnchor> last() {
    return read(
            firestore.collection(COLLECTION).orderBy(NUMBER, Query.Direction.DESCENDING).limit(1))
        .stream()
        .findFirst();
  }

  /** A page of anchors, oldest first. */
  List<AuditAnchor> after(long number, int limit) {
    return read(
        firestore
            .collection(COLLECTION)
            .whereGreaterThan(NUMBER, number)
            .orderBy(NUMBER)
            .limit(limit));
  }

  private static List<AuditAnchor> read(Query query) {
    return Await.result(query.get()).getDocuments().stream().map(AuditAnchors::read).toList();
  }

  private List<AuditAnchor.Head> moved(Instant since) {
    List<AuditAnchor.Head> moved = new ArrayList<>();
    for (int shard = 0; shard < AuditDocuments.SHARDS; shard++) {
      Query query =
          firestore
              .collection(AuditDocuments.CHAINS)
              .whereGreaterThanOrEqualTo(
                  AuditDocuments.CHANGED,
                  AuditDocuments.shardAndTime(
                      shard, since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since))
              .whereLessThan(AuditDocuments.CHANGED, shard + ".")
              .orderBy(AuditDocuments.CHANGED);
      for (QueryDocumentSnapshot chain : Await.result(query.get())) {
        ChainEnd end = ChainEnd.read(Did.parse(chain.getId()), chain);
        moved.add(new AuditAnchor.Head(end.did(), end.seq(), end.hash()));
      }
    }
    return moved;
  }

  private DocumentReference document(AuditAnchor anchor) {
    return firestore.collection(COLLECTION).document(String.format("%010d", anchor.number()));
  }

  private static Map<String, Object> fields(AuditAnchor anchor) {
    return Map.of(
        AuditDocuments.VERSION,
        1,
        NUMBER,
        anchor.number(),
        AuditDocuments.AT,
        AuditDocuments.timestamp(anchor.at()),
        "heads",
        anchor.heads().stream().map(AuditAnchor.Head::text).toList(),
        "previous",
        anchor.previous(),
        AuditDocuments.HASH,
        anchor.hash(),
        AuditDocuments.PENDING,
        true);
  }

  private static AuditAnchor read(DocumentSnapshot stored) {
    List<?> heads = (List<?>) Objects.requireNonNull(stored.get("heads"));
    return new AuditAnchor(
        AuditDocuments.number(stored, NUMBER),
        AuditDocuments.instant(stored, AuditDocuments.AT),
        heads.stream().map(head -> AuditAnchor.Head.parse(String.valueOf(head))).toList(),
        AuditDocuments.text(stored, "previous"),
        AuditDocuments.text(stored, AuditDocuments.HASH));
  }
}

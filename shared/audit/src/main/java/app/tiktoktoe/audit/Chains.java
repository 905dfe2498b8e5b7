package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads whole chains. Thread-safe. */
final class Chains {
  private static final int PAGE = 500;

  private final Firestore firestore;

  Chains(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * All that is stored of an account; a document read for each entry, and one or two more. The end
   * is read first: what is appended meanwhile is left out.
   */
  Chain read(Did did) {
    ChainEnd end = ChainEnd.read(did, Await.result(AuditDocuments.chain(firestore, did).get()));
    SortedMap<Long, Optional<AuditEntry>> entries = new TreeMap<>();
    Query all =
        firestore
            .collection(AuditDocuments.ENTRIES)
            .orderBy(FieldPath.documentId())
            .endBefore(document(did + "~~"))
            .limit(PAGE);
    String after = did + "~";
    List<QueryDocumentSnapshot> page;
    do {
      page = Await.result(all.startAfter(document(after)).get()).getDocuments();
      for (QueryDocumentSnapshot stored : page) {
        after = stored.getId();
        entries.put(seq(did, stored.getId()), entry(stored));
      }
    } while (page.size() == PAGE);
    return new Chain(did, isGrowing(end, entries) ? upTo(end, entries) : entries, end);
  }

  /** Whether all that is behind the end was appended after it was read. */
  private boolean isGrowing(ChainEnd end, SortedMap<Long, Optional<AuditEntry>> entries) {
    if (entries.isEmpty() || entries.lastKey() <= end.seq()) {
      return false;
    }
    ChainEnd now =
        ChainEnd.read(end.did(), Await.result(AuditDocuments.chain(firestore, end.did()).get()));
    return now.seq() >= entries.lastKey();
  }

  private static SortedMap<Long, Optional<AuditEntry>> upTo(
      ChainEnd end, SortedMap<Long, Optional<AuditEntry>> entries) {
    return entries.headMap(end.seq() + 1);
  }

  private DocumentReference document(String id) {
    return firestore.collection(AuditDocuments.ENTRIES).document(id);
  }

  private static long seq(Did did, String id) {
    return Long.parseLong(id.substring(did.value().length() + 1));
  }

  private static Optional<AuditEntry> entry(DocumentSnapshot stored) {
    try {
      return Optional.of(AuditDocuments.entry(stored));
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the blocks of records, a page at a time. Thread-safe. */
final class RecordBlocks {
  /** Of records that are as large as one can be: 50 MB. */
  static final int PAGE = 50;

  private static final int MAX_VALUES_OF_A_QUERY = 30;
  private static final FieldMask MASK = FieldMask.of("cid", "record");

  private final Paths paths;

  RecordBlocks(Paths paths) {
    this.paths = paths;
  }

  /**
   * Adds the records of entries to {@code read}, without those that are there already.
   *
   * @return false, and perhaps not all of them, when they take more than so many bytes
   * @throws StaleTreeException if a stored record is not the entry's
   */
  boolean addAll(Did did, List<MstEntry> entries, Map<Cid, byte[]> read, long limitBytes) {
    List<MstEntry> missing =
        entries.stream().filter(entry -> !read.containsKey(entry.value())).toList();
    long bytes = read.values().stream().mapToLong(block -> block.length).sum();
    for (int i = 0; i < missing.size(); i += PAGE) {
      List<MstEntry> page = missing.subList(i, Math.min(missing.size(), i + PAGE));
      List<DocumentSnapshot> found = get(did, page);
      for (int j = 0; j < page.size(); j++) {
        byte[] block = block(page.get(j), found.get(j));
        bytes += block.length;
        read.put(page.get(j).value(), block);
      }
      if (bytes > limitBytes) {
        return false;
      }
    }
    return true;
  }

  /** The documents of entries, at most {@link #PAGE}, in their order. */
  List<DocumentSnapshot> get(Did did, List<MstEntry> entries) {
    DocumentReference[] documents =
        entries.stream()
            .map(entry -> paths.record(did, entry.key()))
            .toArray(DocumentReference[]::new);
    return Await.result(paths.firestore().getAll(documents, MASK));
  }

  /**
   * The block that a document has for an entry.
   *
   * @throws StaleTreeException if it has another
   */
  static byte[] block(MstEntry entry, DocumentSnapshot document) {
    return find(entry, document).orElseThrow(() -> new StaleTreeException(entry.key()));
  }

  /** The block that a document has for an entry, if it is not another's. */
  static Optional<byte[]> find(MstEntry entry, DocumentSnapshot document) {
    return entry.value().toString().equals(document.getString("cid"))
        ? Optional.of(HeadDocument.bytes(document, "record"))
        : Optional.empty();
  }

  /** Adds the records that commits after {@code since} wrote; false as {@link #addAll}. */
  boolean addSince(Did did, Tid since, Map<Cid, byte[]> read, long limitBytes) {
    long[] bytes = {0};
    return eachSince(
        did,
        since,
        document -> {
          byte[] block = HeadDocument.bytes(document, "record");
          bytes[0] += block.length;
          read.put(Cid.parse(HeadDocument.text(document, "cid")), block);
          return bytes[0] <= limitBytes;
        });
  }

  /** The records that commits after {@code since} wrote. */
  LaterRecords since(Did did, Tid since) {
    LaterRecords later = new LaterRecords();
    eachSince(
        did,
        since,
        document -> {
          later.add(
              HeadDocument.text(document, "collection") + "/" + HeadDocument.text(document, "rkey"),
              Cid.parse(HeadDocument.text(document, "cid")),
              HeadDocument.bytes(document, "record"));
          return true;
        });
    return later;
  }

  /** Shows documents until one is refused; false when one was. */
  private boolean eachSince(Did did, Tid since, Predicate<DocumentSnapshot> each) {
    Query query =
        paths
            .records(did)
            .whereGreaterThan("rev", since.toString())
            .orderBy("rev")
            .limit(PAGE)
            .select("collection", "rkey", "cid", "rev", "record");
    for (List<QueryDocumentSnapshot> page = page(query); !page.isEmpty(); ) {
      if (!page.stream().allMatch(each)) {
        return false;
      }
      page = page.size() < PAGE ? List.of() : page(query.startAfter(page.getLast()));
    }
    return true;
  }

  private static List<QueryDocumentSnapshot> page(Query query) {
    return Await.result(query.get()).getDocuments();
  }

  /** The records under these CIDs, of which there may be fewer. */
  Map<Cid, byte[]> find(Did did, List<Cid> cids) {
    Map<Cid, byte[]> found = new HashMap<>();
    for (int i = 0; i < cids.size(); i += MAX_VALUES_OF_A_QUERY) {
      List<Object> some = new ArrayList<>();
      cids.subList(i, Math.min(cids.size(), i + MAX_VALUES_OF_A_QUERY))
          .forEach(cid -> some.add(cid.toString()));
      page(paths.records(did).whereIn("cid", some).select("cid", "record"))
          .forEach(
              document ->
                  found.put(
                      Cid.parse(HeadDocument.text(document, "cid")),
                      HeadDocument.bytes(document, "record")));
    }
    return found;
  }
}

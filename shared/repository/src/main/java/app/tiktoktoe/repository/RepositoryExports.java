package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.Firestore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Repositories and parts of them as blocks, small enough to be held. Thread-safe.
 *
 * <p>All blocks of an answer belong to one commit: whatever a write overtakes is read again. {@code
 * isServed} decides from the head, before anything else is read.
 */
public final class RepositoryExports {
  private final RepositoryTrees trees;
  private final RecordBlocks records;
  private final RecordProofs proofs;

  /** Reads nothing yet. */
  public RepositoryExports(Firestore firestore) {
    Paths paths = new Paths(firestore);
    this.trees = new RepositoryTrees(firestore);
    this.records = new RecordBlocks(paths);
    this.proofs = new RecordProofs(paths);
  }

  /**
   * A whole repository: the commit, then the tree in pre-order with each record at its key. Reads
   * the head, the segments and every record, until it is seen to be too large.
   *
   * @param maxRecords one with more is too large too
   * @param limitBytes of all blocks
   */
  public Export whole(
      Did did, Predicate<RepositoryDescription> isServed, long maxRecords, long limitBytes) {
    Map<Cid, byte[]> read = new HashMap<>();
    return served(
        did,
        isServed,
        head -> {
          if (head.collections().total() > maxRecords
              || ExportBlocks.nodeBytes(head) > limitBytes) {
            return new Export.TooLarge(head.describe());
          }
          ExportBlocks blocks = new ExportBlocks(head);
          EntryList entries = new EntryList(blocks);
          trees.walk(head, entries);
          return records.addAll(did, entries.entries(), read, limitBytes)
              ? blocks.with(read::get, limitBytes)
              : new Export.TooLarge(head.describe());
        });
  }

  /**
   * What a reader needs who has the repository as it was at {@code since}: the commit, all nodes of
   * the tree (which of them are newer is not known) and the records that were written later; the
   * commit alone when there was none later. Reads the head twice, the segments and the later
   * records.
   */
  public Export since(
      Did did, Tid since, Predicate<RepositoryDescription> isServed, long limitBytes) {
    return served(
        did,
        isServed,
        head -> {
          if (since.compareTo(head.rev()) >= 0) {
            return new ExportBlocks(head).with(cid -> null, limitBytes);
          }
          if (ExportBlocks.nodeBytes(head) > limitBytes) {
            return new Export.TooLarge(head.describe());
          }
          Map<Cid, byte[]> later = new HashMap<>();
          if (!records.addSince(did, since, later, limitBytes)) {
            return new Export.TooLarge(head.describe());
          }
          ExportBlocks blocks = new ExportBlocks(head);
          trees.walk(head, blocks);
          trees.requireStill(head);
          return blocks.with(later::get, limitBytes);
        });
  }

  /**
   * The commit, the nodes that lead to a key, and the record there; without a record they prove
   * that there is none. At most three documents read: the head, a segment and the record.
   */
  public Export proof(
      Did did, Nsid collection, RecordKey rkey, Predicate<RepositoryDescription> isServed) {
    return served(did, isServed, head -> proofs.prove(head, collection, rkey));
  }

  /**
   * Blocks by their CIDs: the commit, nodes or records of the present tree. Reads the head and each
   * record once; for nodes, which are not stored, all segments.
   *
   * @param cids distinct ones
   */
  public Export blocks(
      Did did, List<Cid> cids, Predicate<RepositoryDescription> isServed, long limitBytes) {
    return served(
        did,
        isServed,
        head -> {
          WantedBlocks wanted = new WantedBlocks(head, cids);
          records.find(did, wanted.missing()).forEach(wanted::add);
          if (!wanted.missing().isEmpty()) {
            trees.walk(head, wanted);
          }
          return wanted.found(limitBytes);
        });
  }

  private Export served(
      Did did, Predicate<RepositoryDescription> isServed, Function<Head, Export> read) {
    return trees
        .atOneCommit(
            did,
            head ->
                isServed.test(head.describe())
                    ? read.apply(head)
                    : new Export.NotServed(head.describe()))
        .orElseGet(Export.RepoNotFound::new);
  }
}

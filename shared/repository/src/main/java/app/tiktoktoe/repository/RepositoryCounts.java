package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.Firestore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what an account has here and what it lacks, as who moves it wants to know. Thread-safe.
 */
public final class RepositoryCounts {
  private final Paths paths;
  private final RepositoryTrees trees;

  /** Reads nothing yet. */
  public RepositoryCounts(Firestore firestore) {
    this.paths = new Paths(firestore);
    this.trees = new RepositoryTrees(firestore);
  }

  /**
   * The counts of {@code com.atproto.server.checkAccountStatus}.
   *
   * @param repository the repository at the same commit
   * @param repoBlocks the commit, the nodes of its tree, and the distinct records
   * @param indexedRecords records in the tree
   * @param expectedBlobs blobs that records refer to
   * @param importedBlobs blobs that were uploaded, whether a record refers to them or not
   */
  public record Counts(
      RepositoryDescription repository,
      long repoBlocks,
      long indexedRecords,
      long expectedBlobs,
      long importedBlobs) {}

  /**
   * Counts; empty when there is no such repository. Reads the head, a document per thousand records
   * and three more per thousand blobs.
   */
  public Optional<Counts> count(Did did) {
    return trees
        .walk(did, Blocks::new)
        .map(
            walked -> {
              long referenced = blobs(did, BlobDocument.REFERENCED);
              return new Counts(
                  walked.repository(),
                  1L + walked.visitor().blocks.size(),
                  walked.repository().records(),
                  referenced + blobs(did, BlobDocument.MISSING),
                  referenced + blobs(did, BlobDocument.TEMPORARY));
            });
  }

  private long blobs(Did did, String state) {
    return Await.result(paths.blobs(did).whereEqualTo("state", state).count().get()).getCount();
  }

  private static final class Blocks implements MstVisitor {
    private final Set<Cid> blocks = new HashSet<>();

    @Override
    public void node(Cid cid, byte[] block) {
      blocks.add(cid);
    }

    @Override
    public void entry(MstEntry entry) {
      blocks.add(entry.value());
    }
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.mst.MstVisitor;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.Firestore;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads the trees of repositories, whatever their status. Thread-safe. */
public final class RepositoryTrees {
  private static final int MAX_TRIES = 8;

  private final Paths paths;

  /** Reads nothing yet. */
  public RepositoryTrees(Firestore firestore) {
    this.paths = new Paths(firestore);
  }

  /** A tree that was visited as a whole, and the repository as it was then. */
  public record Walked<V>(RepositoryDescription repository, V visitor) {}

  /**
   * Visits a whole tree in pre-order; empty when there is no such repository. Reads the head and
   * all segments: a document per thousand records. Holds a page of segments at a time.
   *
   * @param visitors makes a new visitor for each attempt: an attempt that somebody's write
   *     overtakes is given up
   */
  public <V extends MstVisitor> Optional<Walked<V>> walk(Did did, Supplier<V> visitors) {
    return atOneCommit(
        did,
        head -> {
          V visitor = visitors.get();
          walk(head, visitor);
          return new Walked<>(head.describe(), visitor);
        });
  }

  /**
   * Visits the tree of a head.
   *
   * @throws StaleTreeException as {@link TreeWalk}
   */
  void walk(Head head, MstVisitor visitor) {
    TreeWalk.walk(paths, head, visitor);
  }

  /**
   * Reads the revision again.
   *
   * @throws StaleTreeException if it is no longer the head's
   */
  void requireStill(Head head) {
    DocumentReference[] document = {paths.head(head.did())};
    DocumentSnapshot now =
        Await.result(paths.firestore().getAll(document, FieldMask.of("rev"))).getFirst();
    if (!head.rev().toString().equals(now.getString("rev"))) {
      throw new StaleTreeException("the revision of " + head.did());
    }
  }

  /** Tries again with a newer head when what {@code read} reads does not belong to the head. */
  <T> Optional<T> atOneCommit(Did did, Function<Head, T> read) {
    for (int tries = 1; ; tries++) {
      Optional<Head> head = head(did);
      try {
        return head.map(read);
      } catch (StaleTreeException e) {
        if (tries == MAX_TRIES) {
          throw new IllegalStateException("writes overtook every attempt to read " + did, e);
        }
      }
    }
  }

  Optional<Head> head(Did did) {
    return HeadDocument.find(paths, did);
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes single blobs down and gives them back. A blob that was taken down is not served, no new
 * record may refer to it, uploading it again changes nothing of that, and it is kept for as long as
 * it is down and its account is not erased. What plays of a video is for {@code shared/media} to
 * withhold afterwards. Thread-safe.
 */
public final class BlobTakedowns {
  private static final int MAX_TRIES = 10;
  private static final FieldMask MASK = FieldMask.of("status", "tokensValidFrom", "state");

  private final Paths paths;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobTakedowns(Firestore firestore, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.clock = clock;
  }

  /**
   * What is taken down of an account.
   *
   * @param status of the whole account
   * @param blobs those that are down by themselves
   */
  public record TakenDown(RepositoryStatus status, Set<Cid> blobs) {
    /** Copies what it is given. */
    public TakenDown {
      blobs = Set.copyOf(blobs);
    }
  }

  /** What is down of an account; empty without one. Two reads, more where several blobs are. */
  public Optional<TakenDown> find(Did did) {
    DocumentSnapshot head = getAll(paths.head(did)).getFirst();
    return head.exists() ? Optional.of(new TakenDown(status(head), down(did))) : Optional.empty();
  }

  private Set<Cid> down(Did did) {
    return Await.result(
            paths
                .blobs(did)
                .whereEqualTo("state", BlobDocument.TAKEN_DOWN)
                .select(FieldPath.documentId())
                .get())
        .getDocuments()
        .stream()
        .map(blob -> Cid.parse(blob.getId()))
        .collect(Collectors.toSet());
  }

  /** The same, asked about one blob alone; empty without an account. Two reads. */
  public Optional<TakenDown> find(Did did, Cid cid) {
    List<DocumentSnapshot> both = getAll(paths.head(did), paths.blob(did, cid));
    boolean isDown = BlobDocument.TAKEN_DOWN.equals(both.getLast().getString("state"));
    return both.getFirst().exists()
        ? Optional.of(new TakenDown(status(both.getFirst()), isDown ? Set.of(cid) : Set.of()))
        : Optional.empty();
  }

  private List<DocumentSnapshot> getAll(DocumentReference... documents) {
    return Await.result(paths.firestore().getAll(documents, MASK));
  }

  private static RepositoryStatus status(DocumentSnapshot head) {
    return HeadDocument.standing(head).status();
  }

  /** How a blob stands by itself. */
  public sealed interface State {
    /** There is none that was uploaded. */
    record Unknown() implements State {}

    /** It is not taken down. */
    record Up() implements State {}

    /** It is, as the operator called the case. */
    record Down(String reference) implements State {}
  }

  /** How a blob stands, whatever its account does. One read. */
  public State state(Did did, Cid cid) {
    return state(Await.result(paths.blob(did, cid).get()));
  }

  private static State state(DocumentSnapshot document) {
    if (!document.exists() || BlobDocument.read(document).isMissing()) {
      return new State.Unknown();
    }
    String reference = document.getString(BlobDocument.TAKEDOWN);
    return reference == null ? new State.Up() : new State.Down(reference);
  }

  /** Commits what a change adds to a batch, with the note of who made it. */
  @FunctionalInterface
  public interface Commit {
    /** Returns false when a precondition of the change did not hold. */
    boolean isCommitted(Consumer<WriteBatch> change);
  }

  /**
   * Takes a blob down, or with an empty reference gives it back. Costs a read, a write, and what
   * {@code commit} needs.
   *
   * @return how the blob stands then
   * @throws IllegalStateException when others write the blob's document all the time
   */
  public State takeDown(Did did, Cid cid, Optional<String> reference, Commit commit) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      DocumentSnapshot found = Await.result(paths.blob(did, cid).get());
      if (state(found) instanceof State.Unknown unknown) {
        return unknown;
      }
      Map<String, Object> fields = BlobDocument.read(found).takenDown(reference, clock.instant());
      Precondition unchanged =
          Precondition.updatedAt(Objects.requireNonNull(found.getUpdateTime()));
      if (commit.isCommitted(batch -> batch.update(found.getReference(), fields, unchanged))) {
        return reference.<State>map(State.Down::new).orElseGet(State.Up::new);
      }
    }
    throw new IllegalStateException("the blob is written all the time");
  }
}

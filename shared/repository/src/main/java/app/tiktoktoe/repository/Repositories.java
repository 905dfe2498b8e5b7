package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import com.google.cloud.firestore.WriteBatch;
import java.util.Optional;

/**
 * The repositories of all accounts of this service. Implementations are thread-safe; several
 * instances may write to one repository at once.
 */
public interface Repositories {
  /**
   * Adds a new, empty repository to {@code batch}: one document. The commit of the batch fails when
   * the repository exists.
   *
   * @param key signs this and every later commit; kept sealed
   * @return the first commit, which becomes true with the batch: add it to the outbox there
   */
  default CommitEvent open(WriteBatch batch, Did did, SigningKey key) {
    return open(batch, did, key, RepositoryStatus.ACTIVE);
  }

  /** The same in another status, for an account that moves here. */
  CommitEvent open(WriteBatch batch, Did did, SigningKey key, RepositoryStatus status);

  /**
   * Adds a new, empty repository in the place of an erased one to {@code batch}, for an account
   * that comes back: one document. The commit of the batch fails when the head has changed
   * meanwhile. Tokens that were revoked stay so.
   *
   * @throws IllegalArgumentException when it is not erased
   */
  void reopen(
      WriteBatch batch, StatusChanges.Current erased, SigningKey key, RepositoryStatus status);

  /**
   * Makes all writes in one commit, or none.
   *
   * @throws RuntimeException in an outage; whether the commit was made is then unknown
   */
  WriteOutcome apply(WriteRequest request);

  /** A record of a repository that is served; two documents read. */
  Optional<StoredRecord> record(Did did, Nsid collection, RecordKey rkey);

  /**
   * A page of a collection; empty when the repository does not exist or is not served. Reads one
   * document and the page's records.
   */
  Optional<RecordPage> records(Did did, Nsid collection, RecordPage.Range range);

  /** What a repository holds, whatever its status; one document read. */
  Optional<RepositoryDescription> describe(Did did);

  /** Who may act for the account; one document read. */
  Optional<Standing> standing(Did did);

  /** The account's key, for what else it signs; one document read. */
  Optional<SigningKey> signingKey(Did did);
}

package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Writes each change of an account together with an entry that tells of it: both are committed, or
 * neither. The entries of an account are a chain of hashes, which {@link AuditCheck} follows.
 * Thread-safe, also across instances.
 *
 * <p>An entry costs a read and two writes.
 */
public final class AuditTrail {
  private static final int MAX_TRIES = 60;
  private static final long PAUSE_NANOS = Duration.ofMillis(4).toNanos();
  private static final int LONGEST_PAUSES = 16;
  private static final int NONCE_BYTES = 12;

  private final Firestore firestore;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** On {@code firestore}, where the changes are written too. */
  public AuditTrail(Firestore firestore, InstantSource clock, RandomGenerator random) {
    this.firestore = firestore;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Commits a batch of what {@code change} adds to it, and the entry. Another change of the same
   * account at the same time does no harm: {@code change} is asked again then, for a fresh batch.
   *
   * @return what {@code change} gave for the batch that was committed; empty when one of the
   *     preconditions that it added did not hold, and then nothing was written
   * @throws RuntimeException in an outage; whether it was committed is then unknown
   */
  public <T> Optional<T> commit(Did did, AuditEvent event, Function<WriteBatch, T> change) {
    ChainEnd end = end(did);
    for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
      WriteBatch batch = firestore.batch();
      T result = change.apply(batch);
      AuditEntry entry = end.next(event, clock.instant(), nonce());
      end.addTo(firestore, batch, entry);
      Optional<Conflict> conflict = commit(batch);
      if (conflict.isEmpty()) {
        return Optional.of(result);
      }
      ChainEnd now = end(did);
      if (now.seq() >= entry.seq() && isStored(entry)) {
        return Optional.of(result);
      }
      if (conflict.get() == Conflict.PRECONDITION && now.equals(end)) {
        return Optional.empty();
      }
      end = now;
      LockSupport.parkNanos(random.nextLong(PAUSE_NANOS * Math.min(attempt, LONGEST_PAUSES)));
    }
    throw new IllegalStateException(
        "the account was changed " + MAX_TRIES + " times in a row: " + did);
  }

  /** The same for changes that give nothing; false when a precondition of theirs did not hold. */
  public boolean isCommitted(Did did, AuditEvent event, Consumer<WriteBatch> change) {
    return commit(
            did,
            event,
            batch -> {
              change.accept(batch);
              return true;
            })
        .isPresent();
  }

  /**
   * The next link of a chain, for who commits the batch on their own: when the account was changed
   * meanwhile, the commit fails as for any other precondition, and another link is needed. One
   * document read.
   */
  public AuditLink link(Did did) {
    return new AuditLink(firestore, end(did), clock.instant(), nonce());
  }

  private static Optional<Conflict> commit(WriteBatch batch) {
    try {
      Await.result(batch.commit());
      return Optional.empty();
    } catch (RuntimeException e) {
      Optional<Conflict> conflict = Conflict.of(e);
      if (conflict.isEmpty()) {
        throw e;
      }
      return conflict;
    }
  }

  /** A commit whose answer was lost is sent again by the client, and then refused. */
  private boolean isStored(AuditEntry entry) {
    DocumentSnapshot stored =
        Await.result(AuditDocuments.entry(firestore, entry.did(), entry.seq()).get());
    return stored.exists() && entry.hash().equals(AuditDocuments.text(stored, AuditDocuments.HASH));
  }

  private ChainEnd end(Did did) {
    return ChainEnd.read(did, Await.result(AuditDocuments.chain(firestore, did).get()));
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

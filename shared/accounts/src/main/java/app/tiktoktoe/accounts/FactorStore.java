package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What second factors are checked with. Collection {@code secondFactors}, one document per account
 * that has had any; which are on stands in the account's own document as well. Thread-safe.
 */
final class FactorStore {
  /** How often a change is tried again when another was first. */
  static final int MAX_TRIES = 10;

  private final Firestore firestore;
  private final Accounts accounts;

  FactorStore(Firestore firestore, Accounts accounts) {
    this.firestore = firestore;
    this.accounts = accounts;
  }

  /** For one read. */
  FactorRecord find(Did did) {
    return FactorRecord.read(Await.result(document(firestore, did).get()));
  }

  /** Replaces what {@code next} was read from, for one write; false when another was first. */
  boolean replace(Did did, FactorRecord next) {
    WriteBatch batch = firestore.batch();
    put(batch, did, next);
    return Conflicts.isCommitted(batch);
  }

  /**
   * The same, and which factors are on, for two writes and an entry of the audit; ends every
   * recovery code with the last strong factor.
   */
  boolean replace(Accounts.Versioned known, FactorRecord next, AuditTrail audit, AuditEvent event) {
    Account account = known.account();
    Set<Factor> factors = EnumSet.noneOf(Factor.class);
    if (account.factors().contains(Factor.EMAIL)) {
      factors.add(Factor.EMAIL);
    }
    if (next.totp().isPresent()) {
      factors.add(Factor.TOTP);
    }
    if (!next.passkeys().isEmpty()) {
      factors.add(Factor.PASSKEY);
    }
    boolean isStrong = factors.stream().anyMatch(Factor::isStrong);
    return audit.isCommitted(
        account.did(),
        event,
        batch -> {
          put(batch, account.did(), isStrong ? next : next.withRecovery(List.of()));
          accounts.change(batch, known, Map.of(Factor.FIELD, Factor.stored(factors)));
        });
  }

  void put(WriteBatch batch, Did did, FactorRecord next) {
    DocumentReference document = document(firestore, did);
    if (next.version().isPresent()) {
      batch.update(document, next.fields(), Precondition.updatedAt(next.version().get()));
    } else {
      batch.create(document, next.fields());
    }
  }

  /** That others changed the factors at each of {@link #MAX_TRIES} tries. */
  static IllegalStateException changing() {
    return new IllegalStateException("second factors changed " + MAX_TRIES + " times in a row");
  }

  static DocumentReference document(Firestore firestore, Did did) {
    return firestore.collection("secondFactors").document(did.value());
  }
}

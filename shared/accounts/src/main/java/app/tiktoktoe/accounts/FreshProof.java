package app.tiktoktoe.accounts;

import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the owner of a session has proved anew who they are, where a second factor beyond the
 * mailbox is on; {@link StepUps} takes the proof. Thread-safe.
 */
public final class FreshProof {
  private final Accounts accounts;
  private final FactorStore store;
  private final InstantSource clock;

  /** On {@code firestore}. */
  public FreshProof(Firestore firestore, InstantSource clock) {
    this.accounts = new Accounts(firestore);
    this.store = new FactorStore(firestore, accounts);
    this.clock = clock;
  }

  /**
   * Why a session may not do what takes a fresh proof: nothing where no factor beyond the mailbox
   * is on. Costs a read, and one more where one is on.
   */
  public Optional<Refusal> refusal(Caller caller) {
    return accounts
        .find(caller.did())
        .filter(account -> account.hasStrongFactor() && !isGiven(caller))
        .map(account -> required());
  }

  /** Whether the session was stepped up a short while ago, for a read. */
  boolean isGiven(Caller caller) {
    Map<String, Instant> families = store.find(caller.did()).steppedUp();
    return family(caller)
        .flatMap(family -> Optional.ofNullable(families.get(family)))
        .filter(until -> clock.instant().isBefore(until))
        .isPresent();
  }

  static Optional<String> family(Caller caller) {
    return TokenId.parse(caller.tokenId()).map(TokenId::family);
  }

  static Refusal required() {
    return Refusal.unauthenticated(
        "AuthFactorTokenRequired",
        "Confirm it is you with app.tiktoktoe.auth.stepUp, then try again");
  }
}

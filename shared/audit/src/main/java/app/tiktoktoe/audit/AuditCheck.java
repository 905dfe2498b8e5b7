package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.Firestore;
import java.util.List;

/** Finds what was taken out of chains, changed in them, or put elsewhere. Thread-safe. */
public final class AuditCheck {
  private final Chains chains;

  /** Of the chains on {@code firestore}. */
  public AuditCheck(Firestore firestore) {
    this.chains = new Chains(firestore);
  }

  /**
   * What is wrong with an account's chain by itself; a document read for each entry, and one or two
   * more. Empty for one that is whole, and for an account that nobody has heard of.
   */
  public List<AuditFault> chain(Did did) {
    return chains.read(did).faults();
  }
}

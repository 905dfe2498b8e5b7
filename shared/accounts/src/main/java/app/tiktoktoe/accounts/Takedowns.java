package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/**
 * Takes accounts and blobs down for the operator and role holders, and gives them back.
 * Thread-safe.
 */
public final class Takedowns {
  private final StatusWriter writer;
  private final BlobTakedowns blobs;
  private final AuditTrail audit;

  /** Writes accounts by {@code writer}, blobs by {@code blobs}. */
  public Takedowns(StatusWriter writer, BlobTakedowns blobs, AuditTrail audit) {
    this.writer = writer;
    this.blobs = blobs;
    this.audit = audit;
  }

  /**
   * Takes a blob down, or with an empty reference gives it back. Costs two reads and three writes.
   *
   * @param by as for an account
   * @return false when there is no such blob
   */
  public boolean takeDownBlob(Caller by, Did did, Cid cid, Optional<String> reference) {
    AuditEvent event =
        new AuditEvent(
            reference.isPresent() ? AuditKind.BLOB_TAKEN_DOWN : AuditKind.BLOB_RESTORED,
            Roles.actor(by),
            Optional.of(cid.toString()));
    BlobTakedowns.State state =
        blobs.takeDown(did, cid, reference, change -> audit.isCommitted(did, event, change));
    return !(state instanceof BlobTakedowns.State.Unknown);
  }

  /** How a blob stands, for one read. */
  public BlobTakedowns.State blob(Did did, Cid cid) {
    return blobs.state(did, cid);
  }

  /**
   * Takes an account down, which ends its sessions, or with an empty reference gives it back. Costs
   * two reads and five writes.
   *
   * @param by the operator or somebody with a role, as the level of the method has checked
   * @param reference what the operator calls the case
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> takeDown(Caller by, Did did, Optional<String> reference) {
    return writer.write(
        did,
        current ->
            current.switches().isDeleted()
                ? new StatusWriter.Plan.Refuse(
                    Refusal.of("AccountNotFound", "The account is deleted"))
                : StatusWriter.change(
                    new AuditEvent(
                        reference.isPresent() ? AuditKind.TAKEN_DOWN : AuditKind.RESTORED,
                        Roles.actor(by),
                        Optional.empty()),
                    current.switches().takenDown(reference),
                    reference.isPresent()));
  }

  /** What the operator and the owner have switched, for one read; empty without an account. */
  public Optional<AccountSwitches> switches(Did did) {
    return writer.find(did).map(StatusChanges.Current::switches);
  }
}

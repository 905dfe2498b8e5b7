package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/** Takes accounts down for the operator and role holders, and gives them back. Thread-safe. */
public final class Takedowns {
  private final StatusWriter writer;

  /** Writes by {@code writer}. */
  public Takedowns(StatusWriter writer) {
    this.writer = writer;
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

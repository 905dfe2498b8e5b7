package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Deletes accounts whose owners left, said until when the service needs to hold them ({@code
 * deleteAfter}), and did not come back. A takedown does not keep them. Thread-safe.
 */
public final class OverdueAccounts {
  private final StatusWriter writer;
  private final StatusChanges heads;
  private final Accounts accounts;
  private final Preferences preferences;
  private final InstantSource clock;

  /** Over the given stores. */
  public OverdueAccounts(
      StatusWriter writer,
      StatusChanges heads,
      Accounts accounts,
      Preferences preferences,
      InstantSource clock) {
    this.writer = writer;
    this.heads = heads;
    this.accounts = accounts;
    this.preferences = preferences;
    this.clock = clock;
  }

  /**
   * Deletes up to {@code limit} of them. Costs four reads, five writes and four deletions each, and
   * a read when there are none.
   *
   * @return how many were deleted
   */
  public int delete(int limit) {
    Instant now = clock.instant();
    return (int)
        heads.overdue(now, limit).stream().filter(did -> delete(did, now).isEmpty()).count();
  }

  private Optional<Refusal> delete(Did did, Instant now) {
    Optional<Account> account = accounts.find(did);
    return writer.write(
        did,
        current ->
            isOverdue(current, now)
                ? new StatusWriter.Plan.Change(
                    AuditEvent.bySystem(AuditKind.DELETED),
                    current.switches().deleted(),
                    true,
                    changed -> List.of(changed.account()),
                    batch -> removePrivate(batch, did, account))
                : new StatusWriter.Plan.Refuse(Refusal.invalid("The account has come back")));
  }

  /** Its owner may have come back since the list was read. */
  private static boolean isOverdue(StatusChanges.Current current, Instant now) {
    return current.switches().deleteAfter().filter(after -> !after.isAfter(now)).isPresent();
  }

  private void removePrivate(WriteBatch batch, Did did, Optional<Account> account) {
    account.ifPresent(known -> accounts.remove(batch, known));
    preferences.remove(batch, did);
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Switches accounts off and on for their owners. Each call gives its refusal, or nothing when it is
 * done. Thread-safe.
 */
public final class AccountSwitch {
  private final StatusWriter writer;
  private final Accounts accounts;
  private final HomeCheck home;
  private final InstantSource clock;

  /** Over the given stores. */
  public AccountSwitch(
      StatusWriter writer, Accounts accounts, HomeCheck home, InstantSource clock) {
    this.writer = writer;
    this.accounts = accounts;
    this.home = home;
    this.clock = clock;
  }

  /**
   * Switches the caller's account off; its sessions go on. Costs two reads and five writes.
   *
   * @param deleteAfter how long the service needs to hold it, kept with the account
   */
  public Optional<Refusal> deactivate(Caller caller, Optional<Instant> deleteAfter) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return writer.write(
        caller.did(),
        current ->
            planned(
                StatusWriter.refusal(caller, current),
                () ->
                    StatusWriter.change(
                        AuditEvent.byOwner(AuditKind.DEACTIVATED),
                        current.switches().deactivated(now, deleteAfter),
                        false)));
  }

  /**
   * Switches the caller's account on, if its identity points here and no import of its repository
   * is incomplete. Costs three reads and seven writes.
   *
   * @throws PlcUnavailableException when the directory does not answer
   */
  public Optional<Refusal> activate(Caller caller) {
    Optional<Account> account = accounts.find(caller.did());
    if (account.isEmpty()) {
      return Optional.of(Refusal.of("AccountNotFound", "user not found"));
    }
    Optional<Refusal> elsewhere =
        home.problem(caller.did(), account.get().signingKey()).map(Refusal::invalid);
    return elsewhere.isPresent()
        ? elsewhere
        : writer.write(
            caller.did(),
            current ->
                planned(
                    StatusWriter.refusal(caller, current).or(() -> incomplete(current)),
                    () ->
                        new StatusWriter.Plan.Change(
                            AuditEvent.byOwner(AuditKind.ACTIVATED),
                            current.switches().activated(),
                            false,
                            changed -> returned(account.get(), changed),
                            batch -> {})));
  }

  /** Its records may be ahead of its tree. */
  private static Optional<Refusal> incomplete(StatusChanges.Current current) {
    return current.isImporting()
        ? Optional.of(
            Refusal.invalid("An import of this repository is not complete: run importRepo again"))
        : Optional.empty();
  }

  private static List<RepoEvent> returned(Account account, StatusChanges.Changed changed) {
    Instant time = changed.account().time();
    return List.of(
        changed.account(),
        new IdentityEvent(account.did(), account.handle(), time),
        changed.sync());
  }

  private static StatusWriter.Plan planned(
      Optional<Refusal> refusal, Supplier<StatusWriter.Plan> plan) {
    return refusal.<StatusWriter.Plan>map(StatusWriter.Plan.Refuse::new).orElseGet(plan);
  }
}

package app.tiktoktoe.repository;

import java.time.Instant;
import java.util.Optional;

/**
 * What an account's status follows from: its owner and the operator switch independently.
 *
 * @param deactivatedAt when the owner switched it off
 * @param deleteAfter when it may be deleted if the owner has not come back
 * @param takedown the operator's reference; present while the account is taken down
 * @param isDeleted whether it is gone for good
 */
public record AccountSwitches(
    Optional<Instant> deactivatedAt,
    Optional<Instant> deleteAfter,
    Optional<String> takedown,
    boolean isDeleted) {

  /** The status that all switches together give. */
  public RepositoryStatus status() {
    if (isDeleted) {
      return RepositoryStatus.DELETED;
    }
    if (takedown.isPresent()) {
      return RepositoryStatus.TAKENDOWN;
    }
    return deactivatedAt.isPresent() ? RepositoryStatus.DEACTIVATED : RepositoryStatus.ACTIVE;
  }

  /** Switched off by its owner. */
  public AccountSwitches deactivated(Instant at, Optional<Instant> newDeleteAfter) {
    return new AccountSwitches(Optional.of(at), newDeleteAfter, takedown, isDeleted);
  }

  /** Switched on by its owner. */
  public AccountSwitches activated() {
    return new AccountSwitches(Optional.empty(), Optional.empty(), takedown, isDeleted);
  }

  /** Taken down by the operator, or with an empty reference no longer. */
  public AccountSwitches takenDown(Optional<String> reference) {
    return new AccountSwitches(deactivatedAt, deleteAfter, reference, isDeleted);
  }

  /** Gone for good. */
  public AccountSwitches deleted() {
    return new AccountSwitches(Optional.empty(), Optional.empty(), Optional.empty(), true);
  }
}

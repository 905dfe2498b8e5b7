package app.tiktoktoe.accounts;

import java.time.InstantSource;
import java.util.Optional;

/** Undoes sign-ups: the identity dies, then the handle is free. Thread-safe. */
final class AbandonedSignUps {
  private final HandleRecords handles;
  private final PlcIdentities identities;
  private final InstantSource clock;

  AbandonedSignUps(HandleRecords handles, PlcIdentities identities, InstantSource clock) {
    this.handles = handles;
    this.identities = identities;
    this.clock = clock;
  }

  /**
   * Gives a sign-up up. From the first write on nobody can finish it; what remains after a failure
   * is done by the next call for it.
   *
   * @return false when somebody else changed the sign-up meanwhile
   * @throws PlcUnavailableException when the directory does not answer
   */
  boolean undo(Reservation reservation) {
    Optional<Reservation> marked =
        reservation.step() == SignUpStep.ABANDONED
            ? Optional.of(reservation)
            : handles.move(reservation, SignUpStep.ABANDONED, clock.instant());
    if (marked.isEmpty()) {
      return false;
    }
    if (!identities.bury(reservation.genesis())) {
      throw new PlcUnavailableException("The PLC directory does not take a tombstone");
    }
    return handles.free(marked.get());
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.google.cloud.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign-up under way: all that it takes to finish it, or to undo it.
 *
 * @param until when it may be given up
 * @param sealedKey the account's signing key, sealed for its DID; not to be changed
 * @param inviteCode that the account is made with, and that has noted its use
 * @param updateTime of the document that this was read from or written to
 */
@SuppressWarnings("ArrayRecordComponent")
record Reservation(
    Handle handle,
    SignUpStep step,
    Instant until,
    SignedPlcOperation genesis,
    byte[] sealedKey,
    EmailAddress email,
    String passwordHash,
    Optional<String> inviteCode,
    Timestamp updateTime) {

  Did did() {
    return PlcIdentities.didOf(genesis);
  }

  Reservation at(SignUpStep next, Instant newUntil, Timestamp writtenAt) {
    return new Reservation(
        handle, next, newUntil, genesis, sealedKey, email, passwordHash, inviteCode, writtenAt);
  }

  @Override
  public String toString() {
    return "Reservation[" + did() + " " + step + "]";
  }
}

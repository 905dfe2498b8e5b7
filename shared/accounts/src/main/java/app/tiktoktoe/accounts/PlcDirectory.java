package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.Optional;

/** The directory of did:plc identities. Implementations are thread-safe. */
public interface PlcDirectory {
  /** What the directory knows of an identity. */
  enum Presence {
    UNKNOWN,
    LIVE,
    TOMBSTONED
  }

  /**
   * Appends an operation to an identity's log.
   *
   * @return false when the directory refuses it, as it does with one that it has already
   * @throws PlcUnavailableException when it does not answer, or not in time; it may have taken the
   *     operation
   */
  boolean submit(Did did, SignedPlcOperation operation);

  /**
   * Looks an identity up.
   *
   * @throws PlcUnavailableException when the directory does not answer, or not in time
   */
  Presence presence(Did did);

  /**
   * The last operation in force, which may be a tombstone; empty when the identity is unknown.
   *
   * @throws PlcUnavailableException when the directory does not answer, or not in time
   */
  Optional<SignedPlcOperation> last(Did did);
}

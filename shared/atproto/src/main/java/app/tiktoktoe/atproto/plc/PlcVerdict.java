package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.List;

/** What a directory answers to a proposed operation or a log. */
public sealed interface PlcVerdict {
  /**
   * The operation holds.
   *
   * @param nullified the operations it makes void, oldest first; mostly none
   */
  record Accepted(List<Cid> nullified) implements PlcVerdict {
    public Accepted {
      nullified = List.copyOf(nullified);
    }
  }

  /**
   * The operation does not hold, for a reason a client may read. A directory answers 400, whatever
   * the reason.
   */
  record Refused(Reason reason, String message) implements PlcVerdict {}

  /** Why an operation is refused. */
  enum Reason {
    /** A malformed field or one above its limit. */
    MALFORMED,
    /** No key that may sign it did. */
    INVALID_SIGNATURE,
    /** Its {@code prev} is not an operation in force. */
    MISORDERED,
    /** The identity's name is not the hash of the genesis. */
    GENESIS_HASH,
    /** It rewrites history that is older than 72 hours. */
    LATE_RECOVERY,
    /** A log differs from what its own operations give. */
    INCONSISTENT_LOG
  }
}

package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;

/**
 * Something that is wrong with a chain.
 *
 * @param seq the place of the entry that it is about
 */
public record AuditFault(Did did, long seq, What what) {
  /** What was done to it. */
  public enum What {
    /** The entry is not there. */
    REMOVED,
    /** The entry does not say what it said. */
    ALTERED,
    /** Another entry is in its place. */
    REORDERED,
    /** The entry and all after it are not there. */
    CUT,
    /** The entry was put there by somebody who did not move the chain's end. */
    ADDED
  }
}

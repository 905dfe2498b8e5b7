package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;

/**
 * A part of a rebuild that one request does.
 *
 * @param all whether the accounts after this one follow
 * @param collection the one that is swept or replayed; else empty
 * @param after what the step before did last: a document's id or a record's key; empty at the
 *     beginning
 */
public record RebuildStep(boolean all, Did did, Phase phase, String collection, String after) {

  /**
   * What is done, {@link #SWEEP} and {@link #REPLAY} for each collection in turn; with {@code all},
   * for all accounts before the next.
   */
  public enum Phase {
    /** The account's own documents, its profile, and entries of theirs that no record bears out. */
    ACCOUNT,
    /** What the views have of the account that its repository does not. */
    SWEEP,
    /** The records. */
    REPLAY,
    /** What other accounts' records say of this one, its counts, its timeline. */
    SETTLE
  }

  /** The first step for one account. */
  public static RebuildStep ofOne(Did did) {
    return new RebuildStep(false, did, Phase.ACCOUNT, "", "");
  }

  /** The first step for this account and those after it. */
  static RebuildStep ofAll(Did did) {
    return new RebuildStep(true, did, Phase.ACCOUNT, "", "");
  }

  RebuildStep in(Phase next, String nextCollection) {
    return new RebuildStep(all, did, next, nextCollection, "");
  }

  RebuildStep after(String last) {
    return new RebuildStep(all, did, phase, collection, last);
  }
}

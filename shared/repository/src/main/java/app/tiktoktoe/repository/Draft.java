package app.tiktoktoe.repository;

import com.google.cloud.firestore.WriteBatch;

/** A commit that is worked out but not made. */
sealed interface Draft {
  /** There is nothing to commit, or it must not be. */
  record None(WriteOutcome outcome) implements Draft {}

  /** The head and a segment do not fit together: one of them is out of date. */
  record Stale() implements Draft {}

  /**
   * Commit the batch, whose first write is the head.
   *
   * @param head the head after it
   * @param keys the keys after it
   */
  record Ready(WriteBatch batch, Head head, LoadedKeys.After keys, WriteOutcome.Committed outcome)
      implements Draft {}
}

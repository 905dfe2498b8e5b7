package app.tiktoktoe.functions.rotation;

/** The rotation of one secret. Implementations are idempotent: running again does no harm. */
interface Rotation {
  /** What came of it. */
  enum Outcome {
    /** The secret had no version; it has its first. */
    CREATED,
    /** The next key is in use, and another one is prepared. */
    ROTATED,
    /** The secret held no next key; it does now, and the next rotation takes it into use. */
    PREPARED,
    /** It was rotated within a day: this is the same notice again. */
    RECENT,
    /** There was nothing to change. */
    UNCHANGED,
    /** Not all readers can know the next key yet; the notice has to come back. */
    TOO_EARLY
  }

  /**
   * Adds the version that is due.
   *
   * @throws RuntimeException when Secret Manager does not do what it is asked, or holds nonsense
   */
  Outcome run();
}

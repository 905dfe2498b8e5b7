package app.tiktoktoe.media;

/** Where a job is, as {@code app.bsky.video.defs#jobStatus} names it, in the order of its life. */
public enum JobState {
  /** The upload may still be under way. */
  CREATED,
  /** A worker checks and transcodes the original. */
  ENCODING,
  /** All renditions exist in the worker's folder. */
  ENCODED,
  /** A scanner looks at what was made. */
  SCANNING,
  /** The scanner has no objection. */
  SCANNED,
  /** The renditions are on their way to where they are played from. */
  UPLOADING,
  /** Everything can be read at its final address. */
  UPLOADED,
  /** The blob can be used in a post. */
  COMPLETED,
  /** It never will. */
  FAILED;

  private static final String PREFIX = "JOB_STATE_";

  /** The name in the protocol, for example {@code JOB_STATE_ENCODING}. */
  public String text() {
    return PREFIX + name();
  }

  static JobState parse(String text) {
    return valueOf(text.substring(PREFIX.length()));
  }

  /** Whether nothing follows. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED;
  }
}

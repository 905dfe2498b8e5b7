package app.tiktoktoe.functions.media;

import java.time.Duration;

/** What a scanner says of a video. */
sealed interface Verdict {
  /** No objection. */
  record Clear() implements Verdict {}

  /**
   * It must not be seen.
   *
   * @param reason for moderators alone
   */
  record Blocked(String reason) implements Verdict {}

  /** It cannot say now. Nothing is published until it can. */
  record Unavailable(Duration retryAfter) implements Verdict {}
}

package app.tiktoktoe.media;

/** What an account that wants to upload gets. */
public sealed interface Opening {
  /** A job; the upload may begin. */
  record Opened(Job job) implements Opening {}

  /** Nothing: the day's allowance does not cover it. */
  record Exhausted(Allowance left) implements Opening {}
}

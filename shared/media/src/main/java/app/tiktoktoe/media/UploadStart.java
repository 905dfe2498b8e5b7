package app.tiktoktoe.media;

/** What an account that wants to upload in parts gets. */
public sealed interface UploadStart {
  /** An upload, and its job. */
  record Started(Upload upload) implements UploadStart {}

  /** Nothing: the day's allowance does not cover it. */
  record Exhausted(Allowance left) implements UploadStart {}

  /** Nothing: it has as many unfinished uploads as it may. */
  record TooManyOpen() implements UploadStart {}
}

package app.tiktoktoe.media;

import java.util.Locale;

/** Where an upload is, as {@code app.bsky.video.getUploadStatus} names it. */
public enum UploadState {
  /** It takes parts. */
  CREATED,
  /** The parts are being put together. */
  FINISHING,
  /** The original is whole; its job goes on. */
  COMPLETED,
  /** What was uploaded is not accepted. */
  FAILED,
  /** Its owner gave it up. */
  ABORTED,
  /** It was not finished in time. */
  EXPIRED;

  /** The name in the protocol, for example {@code created}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static UploadState parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}

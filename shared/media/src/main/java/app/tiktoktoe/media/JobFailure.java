package app.tiktoktoe.media;

import java.util.Locale;

/**
 * Why a job failed.
 *
 * @param message for the person who uploaded; names no path and no machine
 */
public record JobFailure(Code code, String message) {
  /** The codes of {@code app.bsky.video.defs#jobStatus}. */
  public enum Code {
    /** The upload is not a video that is accepted. */
    VALIDATION_FAILURE,
    /** It looked like one, and could not be transcoded. */
    ENCODING_FAILURE,
    /** The result could not be stored. */
    PDS_UPLOAD_FAILURE,
    /** The result is larger than a blob may be. */
    PDS_UPLOAD_UNSUPPORTED_BLOB_SIZE,
    /** Anything else. */
    GENERIC_FAILURE;

    /** The name in the protocol, for example {@code validation_failure}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Code parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /** A {@link Code#VALIDATION_FAILURE}. */
  public static JobFailure invalid(String message) {
    return new JobFailure(Code.VALIDATION_FAILURE, message);
  }

  /** A {@link Code#GENERIC_FAILURE}. */
  public static JobFailure generic(String message) {
    return new JobFailure(Code.GENERIC_FAILURE, message);
  }
}

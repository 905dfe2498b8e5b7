package app.tiktoktoe.media;

/**
 * How the bytes of an original come.
 *
 * @param sizeBytes all of them, 1 to {@link #MAX_BYTES}
 * @param mimeType as the client says, for example {@code video/mp4}
 * @param partSizeBytes of each part but the last, which may be shorter
 * @param isDirect whether they come as one, straight into the bucket
 */
public record UploadPlan(long sizeBytes, String mimeType, long partSizeBytes, boolean isDirect) {
  /** What an original may have. */
  public static final long MAX_BYTES = 300_000_000;

  /**
   * Fits a request to a function (32 MiB) with room, and makes at most 29 parts, so that one
   * composition, which takes 32, makes the original at once.
   */
  public static final long PART_BYTES = 10L * 1024 * 1024;

  /** Refuses sizes that cannot be. */
  public UploadPlan {
    if (sizeBytes < 1 || sizeBytes > MAX_BYTES || partSizeBytes < 1) {
      throw new IllegalArgumentException("not a size: " + sizeBytes + " by " + partSizeBytes);
    }
  }

  /** In parts of {@link #PART_BYTES}. */
  public static UploadPlan inParts(long sizeBytes, String mimeType) {
    return new UploadPlan(sizeBytes, mimeType, PART_BYTES, false);
  }

  /** As one, straight into the bucket. */
  public static UploadPlan direct(long sizeBytes, String mimeType) {
    return new UploadPlan(sizeBytes, mimeType, sizeBytes, true);
  }

  /** How many parts there are; their numbers begin with 1. */
  public int partCount() {
    return Math.toIntExact(Math.ceilDiv(sizeBytes, partSizeBytes));
  }

  /** Whether there is a part of this number. */
  public boolean has(long number) {
    return number >= 1 && number <= partCount();
  }

  /** What the part of this number must have, in bytes. */
  public long sizeOf(int number) {
    return Math.min(partSizeBytes, sizeBytes - (number - 1) * partSizeBytes);
  }
}

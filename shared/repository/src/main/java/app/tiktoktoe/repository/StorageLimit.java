package app.tiktoktoe.repository;

import app.tiktoktoe.cloud.Environment;

/**
 * How many bytes of blobs an account may have stored: {@code STORED_BYTES_LIMIT}, 50 GB if that is
 * not set. Two uploads at once may pass it together, by one upload at most each.
 */
public record StorageLimit(long sizeBytes) {
  /** The name of the variable. */
  public static final String VARIABLE = "STORED_BYTES_LIMIT";

  private static final StorageLimit USUAL = new StorageLimit(50_000_000_000L);

  /** Checks it. */
  public StorageLimit {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException(sizeBytes + " bytes");
    }
  }

  /**
   * As the environment says.
   *
   * @throws IllegalArgumentException when it says something else than a number of bytes
   */
  public static StorageLimit from(Environment environment) {
    return environment
        .find(VARIABLE)
        .map(bytes -> new StorageLimit(Long.parseLong(bytes)))
        .orElse(USUAL);
  }

  /** Whether {@code moreBytes} still fit to what is stored. */
  public boolean admits(StoredBytes.Stored stored, long moreBytes) {
    return leftBytes(stored) >= moreBytes;
  }

  /** What may still be stored; not less than 0. */
  public long leftBytes(StoredBytes.Stored stored) {
    return Math.max(0, sizeBytes - stored.sizeBytes());
  }
}

package app.tiktoktoe.media;

/** What an account may still upload before the next midnight UTC. */
public record Allowance(int videos, long bytes) {
  /** A whole day's: 25 videos and 10 GB. */
  public static final Allowance OF_A_DAY = new Allowance(25, 10_000_000_000L);

  Allowance less(long usedVideos, long usedBytes) {
    return new Allowance(
        Math.clamp(videos - usedVideos, 0, videos), Math.clamp(bytes - usedBytes, 0, bytes));
  }

  /** Whether a video of {@code sizeBytes} is within it. */
  public boolean covers(long sizeBytes) {
    return videos > 0 && bytes >= sizeBytes;
  }
}

package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import com.google.cloud.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows the videos of the blocklist. The whole list is read at the first scan, and what changed
 * since at a scan a minute or more after the last reading, so a change counts within a minute.
 * Thread-safe.
 */
final class BlocklistScanner implements VideoScanner {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final VideoBlocklist blocklist;
  private final InstantSource clock;
  private final Map<Cid, BlockedVideo> known = new HashMap<>();
  private Optional<Timestamp> lastChange = Optional.empty();
  private Instant readAt = Instant.EPOCH;

  BlocklistScanner(VideoBlocklist blocklist, InstantSource clock) {
    this.blocklist = blocklist;
    this.clock = clock;
  }

  @Override
  public Verdict scan(ScanRequest request) {
    return current().stream()
        .filter(video -> video.matches(request.print()))
        .findFirst()
        .<Verdict>map(video -> new Verdict.Blocked(video.reason() + " " + video.id()))
        .orElseGet(Verdict.Clear::new);
  }

  private synchronized Collection<BlockedVideo> current() {
    Instant now = clock.instant();
    if (!now.isBefore(readAt.plus(FRESH))) {
      blocklist.changes(lastChange).forEach(this::take);
      readAt = now;
    }
    return List.copyOf(known.values());
  }

  private void take(VideoBlocklist.Change change) {
    lastChange = Optional.of(change.at());
    change
        .blocked()
        .ifPresentOrElse(video -> known.put(change.id(), video), () -> known.remove(change.id()));
  }
}

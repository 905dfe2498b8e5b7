package app.tiktoktoe.xrpc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts in this instance's memory. Holds at most {@link #MAX_WINDOWS}; when more are open at once,
 * all of them end early. Thread-safe.
 */
final class InstanceCounts implements Counts {
  private static final int MAX_WINDOWS = 100_000;

  private final InstantSource clock;
  private final ConcurrentHashMap<Key, Window> windows = new ConcurrentHashMap<>();

  InstanceCounts(InstantSource clock) {
    this.clock = clock;
  }

  private record Key(String who, String limit) {}

  private record Window(long used, Instant end) {}

  @Override
  public List<Standing> count(String who, List<RateLimit> limits) {
    Instant now = clock.instant();
    makeRoom(now);
    return limits.stream().map(limit -> count(who, limit, now)).toList();
  }

  private Standing count(String who, RateLimit limit, Instant now) {
    Window window =
        windows.merge(
            new Key(who, limit.name()),
            new Window(1, now.plus(limit.window())),
            (open, fresh) ->
                now.isBefore(open.end()) ? new Window(open.used() + 1, open.end()) : fresh);
    return new Standing(limit, window.used(), window.end());
  }

  private void makeRoom(Instant now) {
    if (windows.size() < MAX_WINDOWS) {
      return;
    }
    synchronized (this) {
      if (windows.size() >= MAX_WINDOWS) {
        windows.values().removeIf(window -> !now.isBefore(window.end()));
      }
      // Looking through all of them must not become the price of every call.
      if (windows.size() > MAX_WINDOWS / 2) {
        windows.clear();
      }
    }
  }
}

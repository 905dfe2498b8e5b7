package app.tiktoktoe.xrpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls per client address in a fixed window, counted per instance. Thread-safe. Holds at most
 * {@link #MAX_ADDRESSES} addresses; beyond that the window ends early.
 */
public final class AddressLimit {
  private static final int MAX_ADDRESSES = 100_000;

  private final int calls;
  private final Duration window;
  private final InstantSource clock;
  private final ConcurrentHashMap<String, Integer> counts = new ConcurrentHashMap<>();
  private Instant end = Instant.EPOCH;

  /** At most {@code calls} per {@code window}. */
  public AddressLimit(int calls, Duration window, InstantSource clock) {
    this.calls = calls;
    this.window = window;
    this.clock = clock;
  }

  /** No limit. */
  public static AddressLimit none() {
    return new AddressLimit(Integer.MAX_VALUE, Duration.ofDays(1), InstantSource.system());
  }

  /** Counts one call. */
  State count(String address) {
    Instant reset = currentWindow();
    int used = counts.merge(address, 1, Integer::sum);
    return new State(calls, Math.max(0, calls - used), reset, window, used <= calls);
  }

  private synchronized Instant currentWindow() {
    Instant now = clock.instant();
    if (!now.isBefore(end) || counts.size() >= MAX_ADDRESSES) {
      counts.clear();
      end = now.plus(window);
    }
    return end;
  }

  /** Where an address stands after a call. */
  record State(int limit, int remaining, Instant reset, Duration window, boolean allowed) {}
}

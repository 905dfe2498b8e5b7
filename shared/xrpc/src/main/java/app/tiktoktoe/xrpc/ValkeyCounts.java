package app.tiktoktoe.xrpc;

import app.tiktoktoe.cloud.StructuredLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a cache that all instances share, one round trip a call. While the cache does not
 * answer, and until the first connection is open, the instance goes by its own counts, which it
 * keeps all the time; the cache is asked again every {@link #PAUSE}. A call never waits for longer
 * than a deadline. Thread-safe.
 *
 * <p>Each failure logs {@code limits degraded}, of which a metric is made, and the first answer
 * after it {@code limits exact}.
 */
final class ValkeyCounts implements Counts {
  /** How long a call waits for the cache at most. */
  static final Duration DEADLINE = Duration.ofMillis(50);

  static final Duration PAUSE = Duration.ofSeconds(5);

  /** A window begins with its first call; one without an end would never end. */
  private static final String SCRIPT =
      """
      local answer = {}
      for i, key in ipairs(KEYS) do
        local used = redis.call('INCR', key)
        local left = redis.call('PTTL', key)
        if left < 0 then
          left = tonumber(ARGV[i])
          redis.call('PEXPIRE', key, left)
        end
        answer[2 * i - 1] = used
        answer[2 * i] = left
      end
      return answer
      """;

  private final ValkeyAddress address;
  private final Duration deadline;
  private final Counts own;
  private final StructuredLog log;
  private final InstantSource clock;
  private @Nullable CompletableFuture<ValkeyConnection> connection;
  private boolean degraded;
  private Instant nextTry = Instant.EPOCH;

  /** Opens nothing before the first call. */
  ValkeyCounts(
      ValkeyAddress address,
      Duration deadline,
      Counts own,
      StructuredLog log,
      InstantSource clock) {
    this.address = address;
    this.deadline = deadline;
    this.own = own;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public List<Standing> count(String who, List<RateLimit> limits) {
    List<Standing> mine = own.count(who, limits);
    return shared(who, limits).orElse(mine);
  }

  private Optional<List<Standing>> shared(String who, List<RateLimit> limits) {
    long end = System.nanoTime() + deadline.toNanos();
    Optional<CompletableFuture<ValkeyConnection>> to = connection();
    if (to.isEmpty()) {
      return Optional.empty();
    }
    try {
      ValkeyConnection open = to.get().get(left(end), TimeUnit.NANOSECONDS);
      List<Long> numbers =
          open.numbers(SCRIPT, keys(who, limits), lengths(limits))
              .toCompletableFuture()
              .get(left(end), TimeUnit.NANOSECONDS);
      answered();
      return Optional.of(standings(limits, numbers));
    } catch (TimeoutException e) {
      // What is still being opened fails by itself, in its own time.
      if (to.get().isDone()) {
        failed(to.get(), e);
      }
    } catch (ExecutionException | RuntimeException e) {
      failed(to.get(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static long left(long end) {
    return Math.max(0, end - System.nanoTime());
  }

  /** The connection to try; empty between tries. While degraded, one call tries for all. */
  private synchronized Optional<CompletableFuture<ValkeyConnection>> connection() {
    if (degraded) {
      Instant now = clock.instant();
      if (now.isBefore(nextTry)) {
        return Optional.empty();
      }
      nextTry = now.plus(PAUSE);
    }
    if (connection == null) {
      connection = ValkeyConnection.open(address);
    }
    return Optional.of(connection);
  }

  private void answered() {
    synchronized (this) {
      if (!degraded) {
        return;
      }
      degraded = false;
    }
    log.info("limits exact", fields -> {});
  }

  private void failed(CompletableFuture<ValkeyConnection> which, Exception why) {
    synchronized (this) {
      if (connection != which) {
        return;
      }
      connection = null;
      degraded = true;
      nextTry = clock.instant().plus(PAUSE);
    }
    var _ = which.thenAccept(ValkeyConnection::close);
    log.warning("limits degraded", fields -> fields.put("reason", why.getClass().getSimpleName()));
  }

  /** In braces is what decides where a key is kept: the keys of one call are kept together. */
  private static List<String> keys(String who, List<RateLimit> limits) {
    return limits.stream().map(limit -> "limit:{" + who + "}:" + limit.name()).toList();
  }

  private static List<String> lengths(List<RateLimit> limits) {
    return limits.stream().map(limit -> Long.toString(limit.window().toMillis())).toList();
  }

  private List<Standing> standings(List<RateLimit> limits, List<Long> numbers) {
    Instant now = clock.instant();
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      standings.add(
          new Standing(limits.get(i), numbers.get(2 * i), now.plusMillis(numbers.get(2 * i + 1))));
    }
    return standings;
  }
}

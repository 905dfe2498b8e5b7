package app.tiktoktoe.atproto.syntax;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Issues TIDs that rise within one clock and above a given predecessor. Each instance draws its own
 * clock id, so that instances rarely collide; only the predecessor makes a repository's revisions
 * rise across instances. Thread-safe.
 */
public final class TidClock {
  private final InstantSource clock;
  private final int clockId;
  private long lastMicros = -1;

  public TidClock(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.clockId = random.nextInt(Tid.CLOCK_IDS);
  }

  /**
   * The later of now and one microsecond after {@code previous}; never the same twice from the
   * clock's own time. A predecessor ahead of the clock carries only its own successor ahead.
   *
   * @throws InvalidSyntaxException when {@code previous} is at the end of time
   */
  public Tid next(@Nullable Tid previous) {
    long own = nextMicros();
    return Tid.of(previous == null ? own : Math.max(own, previous.micros() + 1), clockId);
  }

  private synchronized long nextMicros() {
    Instant now = clock.instant();
    long micros =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    lastMicros = Math.max(micros, lastMicros + 1);
    return lastMicros;
  }
}

package app.tiktoktoe.cloud;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets that were read, each for a while. A value that is too old stays in use while one
 * thread reads it again, and for as long as it cannot be read. Thread-safe.
 */
final class HeldSecrets implements Secrets {
  /** How long after a failure nobody tries again. */
  static final Duration PAUSE = Duration.ofSeconds(30);

  private static final Logger LOG = Logger.getLogger(HeldSecrets.class.getName());

  private final UnaryOperator<String> source;
  private final Duration longest;
  private final LongSupplier nanoTime;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /**
   * Reads nothing yet.
   *
   * @param source the latest version by the secret's name; slow, and may throw
   * @param longest how old a value may get
   */
  HeldSecrets(UnaryOperator<String> source, Duration longest, LongSupplier nanoTime) {
    this.source = source;
    this.longest = longest;
    this.nanoTime = nanoTime;
  }

  @Override
  public String text(String name) {
    return held(name).value();
  }

  @Override
  public String text(String name, Duration age) {
    return held(name).value(age.compareTo(longest) < 0 ? age : longest);
  }

  private Held held(String name) {
    return held.computeIfAbsent(name, Held::new);
  }

  private final class Held {
    private final String name;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Read last;
    private volatile @Nullable Long failedAt;

    private record Read(String value, long at) {}

    Held(String name) {
      this.name = name;
    }

    String value() {
      Read known = last;
      if (known == null) {
        return value(longest);
      }
      if (isOlder(known, longest) && reading.tryLock()) {
        try {
          return valueLocked(longest);
        } finally {
          reading.unlock();
        }
      }
      return known.value();
    }

    String value(Duration age) {
      Read known = last;
      if (known != null && !isOlder(known, age)) {
        return known.value();
      }
      reading.lock();
      try {
        return valueLocked(age);
      } finally {
        reading.unlock();
      }
    }

    private String valueLocked(Duration age) {
      Read known = last;
      if (known == null) {
        return read();
      }
      if (!isOlder(known, age) || isPausing()) {
        return known.value();
      }
      try {
        return read();
      } catch (RuntimeException e) {
        failedAt = nanoTime.getAsLong();
        LOG.log(Level.WARNING, "the secret " + name + " was not read again", e);
        return known.value();
      }
    }

    private String read() {
      long at = nanoTime.getAsLong();
      String value = source.apply(name);
      last = new Read(value, at);
      failedAt = null;
      return value;
    }

    private boolean isOlder(Read read, Duration age) {
      return nanoTime.getAsLong() - read.at() > age.toNanos();
    }

    private boolean isPausing() {
      Long failed = failedAt;
      return failed != null && nanoTime.getAsLong() - failed < PAUSE.toNanos();
    }
  }
}

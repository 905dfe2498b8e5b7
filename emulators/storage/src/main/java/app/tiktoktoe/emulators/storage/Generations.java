package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Generation numbers: microseconds since 1970 as Cloud Storage's are, but strictly increasing, also
 * over restarts and with a clock that stands still. Thread-safe.
 */
final class Generations {
  private static final long BLOCK = 60_000_000;

  private final Path file;
  private final InstantSource clock;
  private long last;
  private long reserved;

  Generations(Path file, InstantSource clock) throws IOException {
    this.file = file;
    this.clock = clock;
    this.reserved = Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
    this.last = reserved;
  }

  synchronized long next() throws IOException {
    long next = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    if (next > reserved) {
      reserve(next + BLOCK);
    }
    last = next;
    return next;
  }

  private void reserve(long upTo) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, Long.toString(upTo));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    reserved = upTo;
  }
}

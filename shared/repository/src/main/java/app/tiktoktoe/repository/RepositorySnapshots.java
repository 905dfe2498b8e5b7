package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.repository.SnapshotObjects.Stored;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whole repositories as objects, for those that are too large for an answer. A new one is made from
 * the one before and the records that were written since. Thread-safe.
 *
 * <p>Two that make the same snapshot at once do not harm each other: each writes under a name of
 * its own, and the first to finish gives the final one.
 */
public final class RepositorySnapshots {
  private static final int MAX_PASSES = 6;
  private static final int MAX_AT_ONCE = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(20);
  private static final int NOT_FOUND = 404;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Paths paths;
  private final RepositoryTrees trees;
  private final RecordBlocks records;
  private final SnapshotObjects objects;
  private final InstantSource clock;
  private final Semaphore running = new Semaphore(MAX_AT_ONCE);

  /** Reads nothing yet. */
  public RepositorySnapshots(Firestore firestore, SnapshotObjects objects, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.trees = new RepositoryTrees(firestore);
    this.records = new RecordBlocks(paths);
    this.objects = objects;
    this.clock = clock;
  }

  /** What {@link #latest} answers. */
  public sealed interface Snapshot {
    /** Where it is for some minutes. */
    record At(URI address, Tid rev) implements Snapshot {}

    /** Too many are made at once, or writes overtake every attempt: later it may be possible. */
    record Busy() implements Snapshot {}

    /** The caller does not serve it. */
    record NotServed(RepositoryDescription repository) implements Snapshot {}

    /** There is no such repository here. */
    record RepoNotFound() implements Snapshot {}
  }

  /**
   * The snapshot of the latest commit, made if there is none. That reads the head, a segment per
   * thousand records and the records that were written since the snapshot before; without one, all
   * records.
   *
   * @param isServed asked before anything is made
   */
  public Snapshot latest(Did did, Predicate<RepositoryDescription> isServed) {
    return switch (find(did, isServed)) {
      case Found.Answer(Snapshot answer) -> answer;
      case Found.Outdated outdated -> inTurn(() -> made(did, isServed));
    };
  }

  private Snapshot inTurn(Supplier<Snapshot> work) {
    boolean mayRun;
    try {
      mayRun = running.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Await.InterruptedCallException(e);
    }
    if (!mayRun) {
      return new Snapshot.Busy();
    }
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  /** Looks again first: another may have made it, or written, meanwhile. */
  private Snapshot made(Did did, Predicate<RepositoryDescription> isServed) {
    boolean usesBase = true;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      switch (find(did, isServed)) {
        case Found.Answer(Snapshot answer) -> {
          return answer;
        }
        case Found.Outdated(Head head, List<Stored> stored) -> {
          Tid rev = head.rev();
          try {
            if (make(head, usesBase ? base(stored, rev) : null)) {
              objects.deleteOld(stored, clock.instant());
              return new Snapshot.At(objects.address(did, rev), rev);
            }
          } catch (SnapshotBase.MissingException e) {
            usesBase = false;
          }
        }
      }
    }
    return new Snapshot.Busy();
  }

  /** What there is without making one. */
  private sealed interface Found {
    record Answer(Snapshot snapshot) implements Found {}

    record Outdated(Head head, List<Stored> stored) implements Found {}
  }

  private Found find(Did did, Predicate<RepositoryDescription> isServed) {
    Optional<Head> head = trees.head(did);
    if (head.isEmpty()) {
      return new Found.Answer(new Snapshot.RepoNotFound());
    }
    if (!isServed.test(head.get().describe())) {
      return new Found.Answer(new Snapshot.NotServed(head.get().describe()));
    }
    List<Stored> stored = objects.list(did);
    Tid rev = head.get().rev();
    return stored.stream().anyMatch(one -> one.isWhole() && one.rev().equals(rev))
        ? new Found.Answer(new Snapshot.At(objects.address(did, rev), rev))
        : new Found.Outdated(head.get(), stored);
  }

  private static @Nullable Stored base(List<Stored> stored, Tid rev) {
    return stored.stream().filter(one -> one.rev().compareTo(rev) <= 0).findFirst().orElse(null);
  }

  /** Whether the snapshot is whole; one in which records are missing is the base of the next. */
  private boolean make(Head head, @Nullable Stored base) {
    Did did = head.did();
    BlobId temporary = objects.temporary(did);
    try {
      LaterRecords later = new LaterRecords();
      if (base != null) {
        later = records.since(did, base.rev());
        trees.requireStill(head);
      }
      long leftOut = write(head, temporary, later, base);
      objects.publish(temporary, did, head.rev(), leftOut == 0);
      return leftOut == 0;
    } catch (StaleTreeException e) {
      return false;
    } catch (StorageException e) {
      if (e.getCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      objects.delete(temporary);
    }
  }

  private long write(Head head, BlobId temporary, LaterRecords later, @Nullable Stored base)
      throws IOException {
    try (OutputStream out =
            new BufferedOutputStream(
                Channels.newOutputStream(objects.write(temporary)), BUFFER_BYTES);
        SnapshotBase old = base == null ? null : new SnapshotBase(objects.open(base))) {
      SnapshotWriter writer = new SnapshotWriter(out, head, records, later, old);
      TreeWalk.walkLoaded(paths, head, writer);
      return writer.finish();
    }
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.repository.HeadCache.Versioned;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes commits against the latest head, as often as it takes. Thread-safe.
 *
 * <p>A commit whose fate is unknown (its answer was lost, or the client itself tried it again and
 * then failed on its own success) is settled by the head that is read next: the head has the commit
 * itself, or a later revision while the outbox has the commit's event.
 */
final class Committer {
  private static final int MAX_TRIES = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int MAX_PAUSES = 16;

  private final Paths paths;
  private final SegmentStore segments;
  private final Outbox outbox;
  private final Drafts drafts;
  private final HeadCache heads = new HeadCache();
  private final InstantSource clock;
  private final RandomGenerator random;

  Committer(
      Paths paths,
      SegmentStore segments,
      Outbox outbox,
      Drafts drafts,
      InstantSource clock,
      RandomGenerator random) {
    this.paths = paths;
    this.segments = segments;
    this.outbox = outbox;
    this.drafts = drafts;
    this.clock = clock;
    this.random = random;
  }

  WriteOutcome apply(WriteRequest request) {
    List<Draft.Ready> unsettled = new ArrayList<>();
    Optional<Versioned> kept = heads.find(request.repo());
    if (kept.isPresent()) {
      Draft draft = drafts.draft(kept.get(), request, now());
      if (draft instanceof Draft.Ready ready && commit(ready, unsettled)) {
        return ready.outcome();
      }
    }
    return applyToLatest(request, unsettled);
  }

  /** A refusal counts only when it follows from the latest head. */
  private WriteOutcome applyToLatest(WriteRequest request, List<Draft.Ready> unsettled) {
    int stale = 0;
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Optional<Versioned> head = read(request.repo());
      if (head.isEmpty()) {
        return new WriteOutcome.RepoNotFound();
      }
      Optional<Committed> settled = settle(unsettled, head.get().head());
      if (settled.isPresent()) {
        return settled.get();
      }
      switch (drafts.draft(head.get(), request, now())) {
        case Draft.None(WriteOutcome outcome) -> {
          return outcome;
        }
        case Draft.Stale() -> stale++;
        case Draft.Ready ready -> {
          if (commit(ready, unsettled)) {
            return ready.outcome();
          }
        }
      }
      pause(tries);
    }
    if (stale == MAX_TRIES) {
      throw new IllegalStateException("the segments of " + request.repo() + " are not its head's");
    }
    return new WriteOutcome.TooMuchContention();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Optional<Versioned> read(Did did) {
    DocumentSnapshot document = Await.result(paths.head(did).get());
    if (!document.exists()) {
      return Optional.empty();
    }
    Timestamp updated = Objects.requireNonNull(document.getUpdateTime());
    Versioned head = new Versioned(HeadDocument.read(document), updated);
    heads.keep(head);
    return Optional.of(head);
  }

  private boolean commit(Draft.Ready ready, List<Draft.Ready> unsettled) {
    try {
      Timestamp updated = Await.result(ready.batch().commit()).getFirst().getUpdateTime();
      heads.keep(new Versioned(ready.head(), updated));
      segments.keep(ready.head().did(), ready.keys());
      return true;
    } catch (RuntimeException e) {
      heads.forget(ready.head().did());
      if (CommitFault.of(e) == CommitFault.DEFINITE) {
        throw e;
      }
      unsettled.add(ready);
      return false;
    }
  }

  private Optional<Committed> settle(List<Draft.Ready> unsettled, Head head) {
    return unsettled.stream()
        .filter(attempt -> isMade(attempt, head))
        .map(Draft.Ready::outcome)
        .findFirst();
  }

  private boolean isMade(Draft.Ready attempt, Head head) {
    if (head.cid().equals(attempt.head().cid())) {
      return true;
    }
    @Nullable String entry = attempt.outcome().message().attributes().get(Message.OUTBOX_ATTRIBUTE);
    return head.rev().compareTo(attempt.head().rev()) > 0
        && outbox.holds(Objects.requireNonNull(entry));
  }

  private void pause(int tries) {
    LockSupport.parkNanos(random.nextLong(PAUSE_NANOS * Math.min(tries + 1, MAX_PAUSES)));
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.xrpc.CallLimits;
import app.tiktoktoe.xrpc.RateLimit;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Standing;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts attempts, per identifier and client address, in two fixed windows: to sign in, 30 in 5
 * minutes and 300 in a day. Collection {@code attempts}. An attempt costs one document read and one
 * written; a refused one is not written. Thread-safe, also across instances.
 */
public final class Attempts {
  private static final Limit SIGN_IN = new Limit(30, Duration.ofMinutes(5), 300);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MAX_TRIES = 10;

  private final Firestore firestore;
  private final InstantSource clock;
  private final boolean limited;

  /** Counts on {@code firestore}, or allows everything when not {@code limited}. */
  public Attempts(Firestore firestore, InstantSource clock, boolean limited) {
    this.firestore = firestore;
    this.clock = clock;
    this.limited = limited;
  }

  /**
   * How many attempts are allowed.
   *
   * @param brief within {@code length}, which is shorter than a day
   * @param daily within a day
   */
  record Limit(int brief, Duration length, int daily) {
    private List<Window> windows() {
      return List.of(new Window("short", brief, length), new Window("long", daily, DAY));
    }
  }

  private record Window(String field, int attempts, Duration length) {}

  private record Count(Window window, int attempts, Instant until) {
    boolean isFull() {
      return attempts > window.attempts();
    }

    private Standing standing() {
      return new Standing(
          new RateLimit(window.field(), window.attempts(), window.length()), attempts, until);
    }
  }

  /**
   * Counts one attempt to sign in.
   *
   * @return how long to wait, when there were too many; empty when this one is allowed
   */
  public Optional<Duration> count(String identifier, String address) {
    return count(identifier, address, SIGN_IN, CallLimits::note);
  }

  /** Counts one attempt, and gives the refusal when there were too many. */
  Optional<Refusal> refuse(String identifier, String address, Limit limit) {
    return count(identifier, address, limit, CallLimits::note).map(Refusal::tooMany);
  }

  /** Counts one attempt, and tells if there were too many; the answer's headers tell nothing. */
  boolean exceed(String identifier, String address, Limit limit) {
    return count(identifier, address, limit, standing -> {}).isPresent();
  }

  private Optional<Duration> count(
      String identifier, String address, Limit limit, Consumer<Standing> told) {
    if (!limited) {
      return Optional.empty();
    }
    DocumentReference document = document(identifier, address);
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      DocumentSnapshot stored = Await.result(document.get());
      Instant now = clock.instant();
      List<Count> counts =
          limit.windows().stream().map(window -> next(stored, window, now)).toList();
      Optional<Count> full = counts.stream().filter(Count::isFull).findFirst();
      if (full.isPresent()) {
        told.accept(full.get().standing());
        return full.map(count -> Duration.between(now, count.until()));
      }
      if (write(document, stored, counts)) {
        counts.forEach(count -> told.accept(count.standing()));
        return Optional.empty();
      }
    }
    return Optional.of(Duration.ofSeconds(1));
  }

  private static Count next(DocumentSnapshot stored, Window window, Instant now) {
    if (stored.exists()) {
      Instant until = Documents.instant(stored, window.field() + "Until");
      if (now.isBefore(until)) {
        Long attempts = stored.getLong(window.field() + "Count");
        return new Count(window, (attempts == null ? 0 : attempts.intValue()) + 1, until);
      }
    }
    return new Count(window, 1, now.plus(window.length()));
  }

  private boolean write(DocumentReference document, DocumentSnapshot stored, List<Count> counts) {
    Map<String, Object> fields = fields(counts);
    WriteBatch batch = firestore.batch();
    if (stored.exists()) {
      batch.update(document, fields, Precondition.updatedAt(Documents.updateTime(stored)));
    } else {
      batch.create(document, fields);
    }
    try {
      Await.result(batch.commit());
      return true;
    } catch (RuntimeException e) {
      if (Conflicts.isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  private static Map<String, Object> fields(List<Count> counts) {
    Count brief = counts.getFirst();
    Count day = counts.getLast();
    return Map.of(
        Documents.VERSION_FIELD,
        Documents.VERSION,
        "shortCount",
        brief.attempts(),
        "shortUntil",
        Documents.timestamp(brief.until()),
        "longCount",
        day.attempts(),
        "longUntil",
        Documents.timestamp(day.until()),
        "expireAt",
        Documents.timestamp(day.until()));
  }

  private DocumentReference document(String identifier, String address) {
    String key = identifier.toLowerCase(Locale.ROOT) + "\n" + address;
    byte[] digest = Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
    return firestore.collection("attempts").document(HexFormat.of().formatHex(digest));
  }
}

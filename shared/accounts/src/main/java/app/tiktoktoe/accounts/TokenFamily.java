package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The refresh tokens of one sign-in. Immutable.
 *
 * @param current the id of the token that was issued last
 * @param since when that was
 * @param keptFrom the floor of the account's tokens that it outlives; the epoch when there was none
 * @param device what the app last said of itself; maybe empty
 * @param appPassword the digest of the app password that it was opened with; empty for the
 *     account's own
 * @param used the ids of the tokens used within {@link Sessions#GRACE}, with what each became
 * @param updateTime of the document that this was read from; the epoch for a new one
 */
record TokenFamily(
    Did did,
    String current,
    Instant since,
    Instant createdAt,
    Instant keptFrom,
    String device,
    Optional<String> appPassword,
    Map<String, Successor> used,
    Timestamp updateTime) {
  /** Beyond this many uses within the grace, the oldest counts as stale. */
  private static final int MAX_USED = 200;

  private static final int DEVICE_CHARS = 100;

  static final String KEPT_FROM = "keptFrom";

  private static final String APP_PASSWORD = "appPassword";
  private static final String CREATED_AT = "createdAt";
  private static final String DEVICE = "device";

  TokenFamily {
    used = Map.copyOf(used);
  }

  /** What a token became. */
  record Successor(String id, Instant since) {}

  /** What using a token means. */
  sealed interface Use {
    /** Its first use: the family afterwards. */
    record First(TokenFamily rotated) implements Use {}

    /** A further use within the grace. */
    record Again(Successor next) implements Use {}

    /** A use too late, or of a token that is unknown. */
    record Stale() implements Use {}
  }

  static TokenFamily first(Did did, String id, Optional<AppPassword> appPassword, Instant now) {
    return new TokenFamily(
        did,
        id,
        now,
        now,
        Instant.EPOCH,
        "",
        appPassword.map(AppPassword::digest),
        Map.of(),
        Timestamp.ofTimeSecondsAndNanos(0, 0));
  }

  /** The app password that it was opened with, if it still is one. */
  Optional<AppPassword> appPasswordAmong(List<AppPassword> known) {
    return appPassword.flatMap(
        digest -> known.stream().filter(password -> password.hasDigest(digest)).findFirst());
  }

  Use use(String id, Supplier<String> newId, Instant now) {
    if (id.equals(current)) {
      return new Use.First(rotate(newId.get(), now));
    }
    @Nullable Successor next = used.get(id);
    return next != null && now.isBefore(next.since().plus(Sessions.GRACE))
        ? new Use.Again(next)
        : new Use.Stale();
  }

  private TokenFamily rotate(String next, Instant now) {
    Map<String, Successor> kept = new LinkedHashMap<>();
    used.entrySet().stream()
        .filter(entry -> now.isBefore(entry.getValue().since().plus(Sessions.GRACE)))
        .sorted((a, b) -> b.getValue().since().compareTo(a.getValue().since()))
        .limit(MAX_USED - 1L)
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    kept.put(current, new Successor(next, now));
    return new TokenFamily(
        did, next, now, createdAt, keptFrom, device, appPassword, kept, updateTime);
  }

  static Optional<TokenFamily> read(DocumentSnapshot document) {
    if (!document.exists()) {
      return Optional.empty();
    }
    Map<String, Successor> used = new HashMap<>();
    Object stored = Objects.requireNonNull(document.get("used"), "a session without used");
    ((Map<?, ?>) stored)
        .forEach((id, value) -> used.put(String.valueOf(id), successor((Map<?, ?>) value)));
    return Optional.of(
        new TokenFamily(
            Did.parse(Documents.text(document, "did")),
            Documents.text(document, "current"),
            Documents.instant(document, "since"),
            instant(document, CREATED_AT).orElse(Documents.instant(document, "since")),
            instant(document, KEPT_FROM).orElse(Instant.EPOCH),
            Optional.ofNullable(document.getString(DEVICE)).orElse(""),
            Optional.ofNullable(document.getString(APP_PASSWORD)),
            used,
            Documents.updateTime(document)));
  }

  private static Optional<Instant> instant(DocumentSnapshot document, String field) {
    return document.contains(field)
        ? Optional.of(Documents.instant(document, field))
        : Optional.empty();
  }

  /** The same, of an app that says this of itself: its first {@value #DEVICE_CHARS} characters. */
  TokenFamily on(String userAgent) {
    String printable = userAgent.replaceAll("[^ -~]", "").strip();
    String label =
        printable.length() > DEVICE_CHARS ? printable.substring(0, DEVICE_CHARS) : printable;
    return new TokenFamily(
        did,
        current,
        since,
        createdAt,
        keptFrom,
        label.isEmpty() ? device : label,
        appPassword,
        used,
        updateTime);
  }

  private static Successor successor(Map<?, ?> value) {
    Timestamp since = (Timestamp) Objects.requireNonNull(value.get("since"));
    return new Successor(
        String.valueOf(value.get("id")),
        Instant.ofEpochSecond(since.getSeconds(), since.getNanos()));
  }

  Map<String, Object> fields() {
    Map<String, Object> stored = new HashMap<>();
    used.forEach(
        (id, next) ->
            stored.put(id, Map.of("id", next.id(), "since", Documents.timestamp(next.since()))));
    Map<String, Object> fields = new HashMap<>();
    fields.put(Documents.VERSION_FIELD, Documents.VERSION);
    fields.put("did", did.value());
    fields.put("current", current);
    fields.put("since", Documents.timestamp(since));
    fields.put(CREATED_AT, Documents.timestamp(createdAt));
    fields.put(DEVICE, device);
    fields.put("used", stored);
    fields.put("expireAt", Documents.timestamp(since.plus(TokenType.REFRESH.lifetime())));
    appPassword.ifPresent(digest -> fields.put(APP_PASSWORD, digest));
    return fields;
  }
}

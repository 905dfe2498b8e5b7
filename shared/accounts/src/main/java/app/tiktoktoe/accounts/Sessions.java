package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Secrets;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sign-ins and the rotation of their refresh tokens. Collection {@code sessions}, one document per
 * sign-in. Thread-safe, also across instances.
 *
 * <p>A refresh token works once; for {@link #GRACE} after that it gives the same successor again,
 * because clients race with themselves. Later it means that two parties hold it, and the sign-in
 * ends for both.
 */
public final class Sessions {
  /** How long a used refresh token still gives its successor. */
  public static final Duration GRACE = Duration.ofHours(2);

  private static final String COLLECTION = "sessions";
  private static final int MAX_TRIES = 10;
  private static final Duration REFRESH_LIFETIME = TokenType.REFRESH.lifetime();
  private static final AuditEvent REVOKED = AuditEvent.bySystem(AuditKind.SESSION_REVOKED);

  private final Firestore firestore;
  private final SessionIssuer issuer;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AuditTrail audit;

  /**
   * Signs tokens for {@code service} with the secret {@link AccountSecrets#SESSION_SIGNING_KEY}.
   */
  public Sessions(
      Firestore firestore,
      Secrets secrets,
      Did service,
      InstantSource clock,
      RandomGenerator random) {
    this.firestore = firestore;
    this.issuer = new SessionIssuer(secrets, service);
    this.clock = clock;
    this.random = random;
    this.audit = new AuditTrail(firestore, clock, random);
  }

  /** The two tokens of a session, as clients get them. */
  public record Tokens(String access, String refresh) {
    @Override
    public String toString() {
      return "Tokens[hidden]";
    }
  }

  /** Signs {@code did} in with its own password; one document read and three written. */
  public Tokens start(Did did) {
    return start(did, Optional.empty());
  }

  /** Signs {@code did} in with an app password, or its own; one document read and three written. */
  Tokens start(Did did, Optional<AppPassword> appPassword) {
    return start(did, appPassword, Instant.EPOCH, "");
  }

  /**
   * The same.
   *
   * @param floor of the account's tokens, which those are not before
   * @param userAgent what the app says of itself; maybe empty
   */
  Tokens start(Did did, Optional<AppPassword> appPassword, Instant floor, String userAgent) {
    AuditEvent event = AuditEvent.byOwner(AuditKind.SIGN_IN);
    return audit
        .commit(
            did,
            appPassword.isPresent() ? event.about("app-password") : event,
            batch -> start(batch, did, appPassword, noSoonerThan(floor), userAgent))
        .orElseThrow(() -> new IllegalStateException("a new session was there already"));
  }

  /** Adds one creation to {@code batch}; the tokens are good once it is committed. */
  Tokens start(WriteBatch batch, Did did) {
    return start(batch, did, Optional.empty(), now(), "");
  }

  private Tokens start(
      WriteBatch batch,
      Did did,
      Optional<AppPassword> appPassword,
      Instant since,
      String userAgent) {
    TokenId id = TokenId.newFamily(random);
    batch.create(
        document(id), TokenFamily.first(did, id.id(), appPassword, since).on(userAgent).fields());
    return tokens(did, AccessScope.of(appPassword), id, since, since);
  }

  /**
   * Exchanges a refresh token for new tokens; one document read, and one written at its first use.
   *
   * @param appPasswords those that the account has now
   * @param floor of the account's tokens, which those are not before
   * @param userAgent what the app says of itself; maybe empty
   * @return empty when the sign-in has ended, or ends now because the token was used long ago, or
   *     because its app password was revoked
   */
  Optional<Tokens> refresh(
      Did did, List<AppPassword> appPasswords, Instant floor, String userAgent, TokenId id) {
    Instant access = noSoonerThan(floor);
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<TokenFamily> family = TokenFamily.read(Await.result(document(id).get()));
      if (family.isEmpty() || !family.get().did().equals(did)) {
        return Optional.empty();
      }
      Optional<AppPassword> appPassword = family.get().appPasswordAmong(appPasswords);
      if (appPassword.isEmpty() && family.get().appPassword().isPresent()) {
        end(did, id, REVOKED);
        return Optional.empty();
      }
      AccessScope scope = AccessScope.of(appPassword);
      switch (family.get().use(id.id(), () -> id.sibling(random).id(), now())) {
        case TokenFamily.Use.Again(TokenFamily.Successor next) -> {
          return Optional.of(tokens(did, scope, id.withId(next.id()), next.since(), access));
        }
        case TokenFamily.Use.First(TokenFamily rotated) -> {
          if (replace(id, rotated.on(userAgent))) {
            TokenId next = id.withId(rotated.current());
            return Optional.of(tokens(did, scope, next, rotated.since(), access));
          }
        }
        case TokenFamily.Use.Stale() -> {
          end(did, id, REVOKED);
          return Optional.empty();
        }
      }
    }
    throw new IllegalStateException("a session changed " + MAX_TRIES + " times in a row");
  }

  private boolean replace(TokenId id, TokenFamily family) {
    WriteBatch batch = firestore.batch();
    batch.update(document(id), family.fields(), Precondition.updatedAt(family.updateTime()));
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

  /**
   * Ends a sign-in, if it has not ended: two documents read, two written, one deleted. Its access
   * tokens live on until they expire.
   */
  void end(Did did, TokenId id) {
    end(did, id, AuditEvent.byOwner(AuditKind.SIGN_OUT));
  }

  private void end(Did did, TokenId id, AuditEvent event) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<TokenFamily> family =
          TokenFamily.read(Await.result(document(id).get()))
              .filter(known -> known.did().equals(did));
      if (family.isEmpty() || isEnded(id, family.get(), event)) {
        return;
      }
    }
    throw new IllegalStateException("a session changed " + MAX_TRIES + " times in a row");
  }

  private boolean isEnded(TokenId id, TokenFamily family, AuditEvent event) {
    return audit.isCommitted(
        family.did(),
        event,
        batch -> batch.delete(document(id), Precondition.updatedAt(family.updateTime())));
  }

  /** Ends those that an app password opened; a read for each sign-in of the account. */
  void endThoseOf(Did did, AppPassword appPassword) {
    WriteBatch batch = firestore.batch();
    for (DocumentSnapshot stored :
        Await.result(firestore.collection(COLLECTION).whereEqualTo("did", did.value()).get())) {
      TokenFamily.read(stored)
          .flatMap(TokenFamily::appPassword)
          .filter(appPassword::hasDigest)
          .ifPresent(_ -> batch.delete(stored.getReference()));
    }
    if (batch.getMutationsSize() > 0) {
      Await.result(batch.commit());
    }
  }

  /** The sign-ins of an account by their names; a read each. */
  Map<String, TokenFamily> of(Did did) {
    Map<String, TokenFamily> all = new LinkedHashMap<>();
    Await.result(firestore.collection(COLLECTION).whereEqualTo("did", did.value()).get())
        .forEach(
            stored ->
                TokenFamily.read(stored)
                    .filter(family -> now().isBefore(family.since().plus(REFRESH_LIFETIME)))
                    .ifPresent(family -> all.put(stored.getId(), family)));
    return all;
  }

  /** Whether a sign-in outlives this floor of its account's tokens; a document read. */
  boolean isKept(Did did, TokenId id, Instant floor) {
    return TokenFamily.read(Await.result(document(id).get()))
        .filter(family -> family.did().equals(did))
        .filter(family -> !family.keptFrom().isBefore(floor))
        .isPresent();
  }

  /** Adds to {@code batch} that a sign-in ends. */
  void end(WriteBatch batch, String family) {
    batch.delete(firestore.collection(COLLECTION).document(family));
  }

  /** Adds to {@code batch}, which fails if it has ended, that a sign-in outlives a floor. */
  void keep(WriteBatch batch, String family, Instant floor) {
    batch.update(
        firestore.collection(COLLECTION).document(family),
        Map.of(TokenFamily.KEPT_FROM, Documents.timestamp(floor)));
  }

  private Tokens tokens(
      Did did, AccessScope scope, TokenId id, Instant refreshSince, Instant accessSince) {
    return new Tokens(
        issuer.access(scope, did, id.sibling(random), accessSince),
        issuer.refresh(did, id, refreshSince));
  }

  /**
   * A floor is the end of the second in which it was set: tokens of that second are dated from it.
   */
  private Instant noSoonerThan(Instant floor) {
    Instant now = now();
    return floor.isAfter(now) ? floor : now;
  }

  /** Tokens count whole seconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private DocumentReference document(TokenId id) {
    return firestore.collection(COLLECTION).document(id.family());
  }
}

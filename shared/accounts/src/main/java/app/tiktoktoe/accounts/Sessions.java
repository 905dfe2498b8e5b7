package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Secrets;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

  private static final int MAX_TRIES = 10;

  private final Firestore firestore;
  private final SessionIssuer issuer;
  private final InstantSource clock;
  private final RandomGenerator random;

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
  }

  /** The two tokens of a session, as clients get them. */
  public record Tokens(String access, String refresh) {
    @Override
    public String toString() {
      return "Tokens[hidden]";
    }
  }

  /** Signs {@code did} in; one document written. */
  public Tokens start(Did did) {
    WriteBatch batch = firestore.batch();
    Tokens tokens = start(batch, did);
    Await.result(batch.commit());
    return tokens;
  }

  /** Adds one creation to {@code batch}; the tokens are good once it is committed. */
  Tokens start(WriteBatch batch, Did did) {
    TokenId id = TokenId.newFamily(random);
    Instant now = now();
    batch.create(document(id), TokenFamily.first(did, id.id(), now).fields());
    return tokens(did, id, now);
  }

  /**
   * Exchanges a refresh token for new tokens; one document read, and one written at its first use.
   *
   * @return empty when the sign-in has ended, or ends now because the token was used long ago
   */
  Optional<Tokens> refresh(Did did, TokenId id) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<TokenFamily> family = TokenFamily.read(Await.result(document(id).get()));
      if (family.isEmpty() || !family.get().did().equals(did)) {
        return Optional.empty();
      }
      switch (family.get().use(id.id(), () -> id.sibling(random).id(), now())) {
        case TokenFamily.Use.Again(TokenFamily.Successor next) -> {
          return Optional.of(tokens(did, id.withId(next.id()), next.since()));
        }
        case TokenFamily.Use.First(TokenFamily rotated) -> {
          if (replace(id, rotated)) {
            TokenId next = id.withId(rotated.current());
            return Optional.of(tokens(did, next, rotated.since()));
          }
        }
        case TokenFamily.Use.Stale() -> {
          end(id);
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

  /** Ends a sign-in; one document deleted. Its access tokens live on until they expire. */
  void end(TokenId id) {
    Await.result(document(id).delete());
  }

  private Tokens tokens(Did did, TokenId id, Instant refreshSince) {
    return new Tokens(
        issuer.issue(TokenType.ACCESS, did, id.sibling(random), now()),
        issuer.issue(TokenType.REFRESH, did, id, refreshSince));
  }

  /** Tokens count whole seconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private DocumentReference document(TokenId id) {
    return firestore.collection("sessions").document(id.family());
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.oauth.Digests;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What people gave to apps, and the rotation of the apps' refresh tokens. Collection {@code
 * oauthSessions}. A refresh token works once: a second use means that two parties hold it, and ends
 * the session for both. Thread-safe, also across instances.
 */
public final class OAuthSessions {
  private static final String COLLECTION = "oauthSessions";
  private static final int MAX_TRIES = 10;

  private final Firestore firestore;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AuditTrail audit;

  /** On {@code firestore}. */
  public OAuthSessions(Firestore firestore, InstantSource clock, RandomGenerator random) {
    this.firestore = firestore;
    this.clock = clock;
    this.random = random;
    this.audit = new AuditTrail(firestore, clock, random);
  }

  /** A session and its refresh token. */
  public record Opened(OAuthSession session, String refreshToken) {
    /** Shows no token. */
    @Override
    public String toString() {
      return "Opened[" + session.family() + "]";
    }
  }

  /** Adds one creation to {@code batch}; the token is good once it is committed. */
  Opened start(
      WriteBatch batch,
      Did did,
      String clientId,
      String clientKey,
      String scope,
      String keyThumbprint) {
    TokenId id = TokenId.newFamily(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    OAuthSession session =
        new OAuthSession(
            id.family(),
            did,
            clientId,
            clientKey,
            scope,
            keyThumbprint,
            Digests.sha256(id.id()),
            now,
            now,
            Instant.EPOCH,
            Timestamp.ofTimeSecondsAndNanos(0, 0));
    batch.create(document(id.family()), session.fields());
    return new Opened(session, id.toString());
  }

  /** The session that a refresh token is of, good or used; one document read. */
  public Optional<OAuthSession> find(String refreshToken) {
    return TokenId.parse(refreshToken)
        .flatMap(id -> read(id.family()))
        .filter(session -> clock.instant().isBefore(session.endsAt()));
  }

  /** Whether it is the one refresh token of the session that is good. */
  public static boolean isCurrent(OAuthSession session, String refreshToken) {
    return TokenId.parse(refreshToken)
        .filter(id -> Digests.sha256(id.id()).equals(session.current()))
        .isPresent();
  }

  /**
   * Exchanges the refresh token of a session as it was read; one document written.
   *
   * @return empty when somebody else was faster: the session has ended then
   */
  public Optional<Opened> rotate(OAuthSession session) {
    TokenId next = new TokenId(session.family(), TokenId.newFamily(random).id());
    OAuthSession refreshed =
        session.refreshed(
            Digests.sha256(next.id()), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    WriteBatch batch = firestore.batch();
    batch.update(
        document(session.family()),
        refreshed.fields(),
        Precondition.updatedAt(session.updateTime()));
    try {
      Await.result(batch.commit());
      return Optional.of(new Opened(refreshed, next.toString()));
    } catch (RuntimeException e) {
      if (Conflicts.isConflict(e)) {
        endReused(session);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A fresh id for an access token of a session. */
  public String tokenId(OAuthSession session) {
    return new TokenId(session.family(), TokenId.newFamily(random).id()).toString();
  }

  /** The sessions of an account that have not ended; as many documents read as it has. */
  public List<OAuthSession> of(Did did) {
    return Await.result(firestore.collection(COLLECTION).whereEqualTo("did", did.value()).get())
        .getDocuments()
        .stream()
        .map(OAuthSession::read)
        .filter(session -> clock.instant().isBefore(session.endsAt()))
        .toList();
  }

  /** Ends a session of an account, if there is one; as {@link #end(OAuthSession)}, a read more. */
  public void end(Did did, String family) {
    read(family).filter(session -> session.did().equals(did)).ifPresent(this::end);
  }

  /**
   * Ends a session for its owner or its app; one document read, two written, one deleted. Its
   * access tokens live on until they expire.
   */
  public void end(OAuthSession session) {
    end(session, AuditEvent.byOwner(AuditKind.OAUTH_REVOKED));
  }

  /** Ends a session because something of it that works once was used twice; otherwise the same. */
  public void endReused(OAuthSession session) {
    end(session, AuditEvent.bySystem(AuditKind.OAUTH_REVOKED));
  }

  /** The same by its name; nothing happens when it has ended. A document more read. */
  void endReused(String family) {
    read(family).ifPresent(this::endReused);
  }

  /** Adds to {@code batch} that a session ends. */
  void end(WriteBatch batch, String family) {
    batch.delete(document(family));
  }

  /** Adds to {@code batch}, which fails if it has ended, that a session outlives a floor. */
  void keep(WriteBatch batch, String family, Instant floor) {
    batch.update(document(family), Map.of(OAuthSession.KEPT_FROM, Documents.timestamp(floor)));
  }

  private void end(OAuthSession session, AuditEvent event) {
    Optional<OAuthSession> known = Optional.of(session);
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      if (known.isEmpty() || isEnded(known.get(), event)) {
        return;
      }
      known = read(session.family());
    }
    throw new IllegalStateException("a session changed " + MAX_TRIES + " times in a row");
  }

  private boolean isEnded(OAuthSession known, AuditEvent event) {
    return audit.isCommitted(
        known.did(),
        event,
        batch ->
            batch.delete(document(known.family()), Precondition.updatedAt(known.updateTime())));
  }

  private Optional<OAuthSession> read(String family) {
    DocumentSnapshot document = Await.result(document(family).get());
    return document.exists() ? Optional.of(OAuthSession.read(document)) : Optional.empty();
  }

  private DocumentReference document(String family) {
    return firestore.collection(COLLECTION).document(family);
  }
}

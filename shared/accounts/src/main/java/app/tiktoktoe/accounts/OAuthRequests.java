package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.oauth.Digests;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The way of an authorization from an app's request over the person's consent to the code and its
 * exchange. Collections {@code oauthRequests}, {@code oauthCodes}, and {@code oauthUses} for what
 * may be used once: proofs, assertions, challenges. Thread-safe, also across instances.
 */
public final class OAuthRequests {
  /** How long a person has to answer a request. */
  public static final Duration REQUEST_LIFETIME = Duration.ofMinutes(5);

  private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);

  /** How long a code is remembered, to notice its second use; and a challenge likewise. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final int RANDOM_BYTES = 32;
  private static final String EXPIRE_AT = "expireAt";

  private final Firestore firestore;
  private final OAuthSessions sessions;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AuditTrail audit;

  /** On {@code firestore}. */
  public OAuthRequests(
      Firestore firestore, OAuthSessions sessions, InstantSource clock, RandomGenerator random) {
    this.firestore = firestore;
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
    this.audit = new AuditTrail(firestore, clock, random);
  }

  /** Something that may be used once, by its digest, until when that matters. */
  public record Use(String id, Instant until) {}

  /**
   * Keeps a request; a document written for it, one for its challenge and one for each use.
   *
   * @return its name; empty when the challenge or something else was used before
   */
  public Optional<String> put(OAuthRequest request, List<Use> uses) {
    Instant now = clock.instant();
    String id = randomText();
    WriteBatch batch = firestore.batch();
    batch.create(
        request(id),
        request.with(Map.of(EXPIRE_AT, Documents.timestamp(now.plus(REQUEST_LIFETIME)))));
    note(batch, new Use(Digests.sha256("challenge\n" + request.challenge()), now.plus(REMEMBERED)));
    uses.forEach(use -> note(batch, use));
    return commit(batch) ? Optional.of(id) : Optional.empty();
  }

  /** A request that waits for its answer; one document read. */
  public Optional<OAuthRequest> find(String id) {
    return pending(id).map(OAuthRequest::read);
  }

  private Optional<DocumentSnapshot> pending(String id) {
    if (!id.matches("[A-Za-z0-9_-]{43}")) {
      return Optional.empty();
    }
    DocumentSnapshot document = Await.result(request(id).get());
    return document.exists() && clock.instant().isBefore(Documents.instant(document, EXPIRE_AT))
        ? Optional.of(document)
        : Optional.empty();
  }

  /**
   * A person grants {@code scope}: two documents read, three written, one deleted.
   *
   * @return the code; empty when the request was answered already or has expired
   */
  public Optional<String> approve(String id, Did did, String scope) {
    Optional<DocumentSnapshot> document = pending(id);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    String code = randomText();
    boolean isGranted =
        audit.isCommitted(
            did,
            AuditEvent.byOwner(AuditKind.OAUTH_GRANTED),
            batch -> grant(batch, document.get(), code(code), did, scope));
    return isGranted ? Optional.of(code) : Optional.empty();
  }

  private void grant(
      WriteBatch batch, DocumentSnapshot request, DocumentReference code, Did did, String scope) {
    Instant now = clock.instant();
    batch.delete(request.getReference(), Precondition.updatedAt(Documents.updateTime(request)));
    batch.create(
        code,
        OAuthRequest.read(request)
            .with(
                Map.of(
                    "did",
                    did.value(),
                    "granted",
                    scope,
                    "family",
                    "",
                    "until",
                    Documents.timestamp(now.plus(CODE_LIFETIME)),
                    EXPIRE_AT,
                    Documents.timestamp(now.plus(REMEMBERED)))));
  }

  /** A person refuses; one document deleted. */
  public void deny(String id) {
    Await.result(request(id).delete());
  }

  /** What a code stands for. */
  public record Approved(
      OAuthRequest request, Did did, String scope, Instant createdBy, DocumentSnapshot document) {}

  /**
   * What a code stands for; one document read. A code that was exchanged before ends the session
   * that it became.
   */
  public Optional<Approved> open(String code) {
    DocumentSnapshot document = Await.result(code(code).get());
    if (!document.exists()) {
      return Optional.empty();
    }
    String family = Documents.text(document, "family");
    if (!family.isEmpty()) {
      sessions.endReused(family);
      return Optional.empty();
    }
    Instant until = Documents.instant(document, "until");
    return clock.instant().isBefore(until)
        ? Optional.of(
            new Approved(
                OAuthRequest.read(document),
                Did.parse(Documents.text(document, "did")),
                Documents.text(document, "granted"),
                until.minus(CODE_LIFETIME),
                document))
        : Optional.empty();
  }

  /**
   * Exchanges an open code for a session; a document read, two written, and one for each of them
   * and for each use.
   *
   * @return empty when somebody else was faster, or something was used before
   */
  public Optional<OAuthSessions.Opened> exchange(Approved approved, List<Use> uses) {
    return audit.commit(
        approved.did(),
        AuditEvent.byOwner(AuditKind.OAUTH_SIGN_IN),
        batch -> exchange(batch, approved, uses));
  }

  private OAuthSessions.Opened exchange(WriteBatch batch, Approved approved, List<Use> uses) {
    OAuthRequest request = approved.request();
    OAuthSessions.Opened opened =
        sessions.start(
            batch,
            approved.did(),
            request.clientId(),
            request.clientKey(),
            approved.scope(),
            request.keyThumbprint());
    batch.update(
        approved.document().getReference(),
        Map.of("family", opened.session().family()),
        Precondition.updatedAt(Documents.updateTime(approved.document())));
    uses.forEach(use -> note(batch, use));
    return opened;
  }

  /** Notes uses on their own; false when one was noted before. */
  public boolean note(List<Use> uses) {
    WriteBatch batch = firestore.batch();
    uses.forEach(use -> note(batch, use));
    return commit(batch);
  }

  private void note(WriteBatch batch, Use use) {
    batch.create(
        firestore.collection("oauthUses").document(use.id()),
        Map.of(
            Documents.VERSION_FIELD,
            Documents.VERSION,
            EXPIRE_AT,
            Documents.timestamp(use.until())));
  }

  private static boolean commit(WriteBatch batch) {
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

  private String randomText() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private DocumentReference request(String id) {
    return firestore.collection("oauthRequests").document(id);
  }

  private DocumentReference code(String code) {
    return firestore.collection("oauthCodes").document(Digests.sha256(code));
  }
}

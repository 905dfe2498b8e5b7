package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a person gave to an app, until it ends.
 *
 * @param family the name of the session
 * @param clientId the app
 * @param clientKey the thumbprint of the key by which a confidential client authenticated; empty
 *     for a public one
 * @param scope what was granted
 * @param keyThumbprint of the key that its tokens are bound to
 * @param current the digest of the one refresh token that is good
 * @param keptFrom the floor of the account's tokens that it outlives; the epoch when there was none
 * @param updateTime of the document; the epoch for a new one
 */
public record OAuthSession(
    String family,
    Did did,
    String clientId,
    String clientKey,
    String scope,
    String keyThumbprint,
    String current,
    Instant createdAt,
    Instant refreshedAt,
    Instant keptFrom,
    Timestamp updateTime) {
  static final String KEPT_FROM = "keptFrom";

  private static final Duration PUBLIC = Duration.ofDays(14);
  private static final Duration CONFIDENTIAL = Duration.ofDays(730);
  private static final Duration CONFIDENTIAL_IDLE = Duration.ofDays(90);

  /** Whether it began after a floor of its account's tokens, or was told to outlive it. */
  public boolean outlives(Instant floor) {
    return !createdAt.isBefore(floor) || !keptFrom.isBefore(floor);
  }

  /** When it ends: the sooner of its longest life and its longest rest. */
  public Instant endsAt() {
    if (clientKey.isEmpty()) {
      return createdAt.plus(PUBLIC);
    }
    Instant life = createdAt.plus(CONFIDENTIAL);
    Instant rest = refreshedAt.plus(CONFIDENTIAL_IDLE);
    return life.isBefore(rest) ? life : rest;
  }

  /** The same with another refresh token. */
  OAuthSession refreshed(String digest, Instant now) {
    return new OAuthSession(
        family,
        did,
        clientId,
        clientKey,
        scope,
        keyThumbprint,
        digest,
        createdAt,
        now,
        keptFrom,
        updateTime);
  }

  static OAuthSession read(DocumentSnapshot document) {
    return new OAuthSession(
        document.getId(),
        Did.parse(Documents.text(document, "did")),
        Documents.text(document, "clientId"),
        Documents.text(document, "clientKey"),
        Documents.text(document, "scope"),
        Documents.text(document, "keyThumbprint"),
        Documents.text(document, "current"),
        Documents.instant(document, "createdAt"),
        Documents.instant(document, "refreshedAt"),
        document.contains(KEPT_FROM) ? Documents.instant(document, KEPT_FROM) : Instant.EPOCH,
        Documents.updateTime(document));
  }

  Map<String, Object> fields() {
    return Map.ofEntries(
        Map.entry(Documents.VERSION_FIELD, Documents.VERSION),
        Map.entry("did", did.value()),
        Map.entry("clientId", clientId),
        Map.entry("clientKey", clientKey),
        Map.entry("scope", scope),
        Map.entry("keyThumbprint", keyThumbprint),
        Map.entry("current", current),
        Map.entry("createdAt", Documents.timestamp(createdAt)),
        Map.entry("refreshedAt", Documents.timestamp(refreshedAt)),
        Map.entry("expireAt", Documents.timestamp(endsAt())));
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an account is signed in, whichever way. Ending a session raises the floor of the account's
 * tokens, so that writes refuse at once and reads within seconds what it had; the sessions that go
 * on are noted to outlive that floor, and get other tokens by a refresh. Thread-safe, also across
 * instances.
 */
public final class AccountSessions {
  private static final int MAX_TRIES = 10;

  private final Sessions sessions;
  private final OAuthSessions apps;
  private final Accounts accounts;
  private final StatusChanges heads;
  private final StatusViews views;
  private final AuditTrail audit;

  /** Over the given stores. */
  public AccountSessions(
      Sessions sessions,
      OAuthSessions apps,
      Accounts accounts,
      StatusChanges heads,
      StatusViews views,
      AuditTrail audit) {
    this.sessions = sessions;
    this.apps = apps;
    this.accounts = accounts;
    this.heads = heads;
    this.views = views;
    this.audit = audit;
  }

  /** How a session was opened. */
  public enum Kind {
    PASSWORD,
    APP_PASSWORD,
    OAUTH
  }

  /**
   * A session.
   *
   * @param id its name, which is no secret
   * @param name of the app password, or the client's id; empty for the account's own password
   * @param device what the app last said of itself; empty where that is not known
   * @param current whether it is the one that asks
   */
  public record Entry(
      String id,
      Kind kind,
      String name,
      String device,
      Instant createdAt,
      Instant refreshedAt,
      boolean current) {}

  /** All of them, latest used first; a read for the account and for each. */
  public List<Entry> list(Caller caller) {
    Map<String, String> names =
        accounts.find(caller.did()).map(Account::appPasswords).orElse(List.of()).stream()
            .collect(Collectors.toMap(AppPassword::digest, AppPassword::name));
    String present = family(caller);
    Stream<Entry> own =
        sessions.of(caller.did()).entrySet().stream()
            .map(known -> entry(known.getKey(), known.getValue(), names, present));
    Stream<Entry> given =
        apps.of(caller.did()).stream()
            .map(
                known ->
                    new Entry(
                        known.family(),
                        Kind.OAUTH,
                        known.clientId(),
                        "",
                        known.createdAt(),
                        known.refreshedAt(),
                        known.family().equals(present)));
    return Stream.concat(own, given)
        .sorted(Comparator.comparing(Entry::refreshedAt).reversed())
        .toList();
  }

  private static Entry entry(
      String id, TokenFamily family, Map<String, String> names, String present) {
    return new Entry(
        id,
        family.appPassword().isPresent() ? Kind.APP_PASSWORD : Kind.PASSWORD,
        family.appPassword().map(digest -> names.getOrDefault(digest, "")).orElse(""),
        family.device(),
        family.createdAt(),
        family.since(),
        id.equals(present));
  }

  private static String family(Caller caller) {
    return TokenId.parse(caller.tokenId()).map(TokenId::family).orElse("");
  }

  /** Ends one; gives the refusal, or nothing when it is done. */
  public Optional<Refusal> revoke(Caller caller, String id) {
    return revoke(caller.did(), id::equals)
        ? Optional.empty()
        : Optional.of(Refusal.of("SessionNotFound", "There is no such session"));
  }

  /** Ends all but the one that asks. */
  public void revokeOthers(Caller caller) {
    String present = family(caller);
    revoke(caller.did(), id -> !id.equals(present));
  }

  /** Ends those that are wanted, if there are any. */
  private boolean revoke(Did did, Predicate<String> isWanted) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      List<String> own = List.copyOf(sessions.of(did).keySet());
      List<String> given = apps.of(did).stream().map(OAuthSession::family).toList();
      if (Stream.concat(own.stream(), given.stream()).noneMatch(isWanted)) {
        return false;
      }
      Optional<StatusChanges.Current> head = heads.find(did);
      if (head.isPresent()
          && audit.isCommitted(
              did,
              AuditEvent.byOwner(AuditKind.SESSION_REVOKED),
              batch -> addTo(batch, head.get(), own, given, isWanted))) {
        return true;
      }
    }
    throw Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1))
        .asException();
  }

  private void addTo(
      WriteBatch batch,
      StatusChanges.Current head,
      List<String> own,
      List<String> given,
      Predicate<String> isWanted) {
    Instant floor = heads.addTo(batch, head, head.switches(), true).tokensValidFrom();
    views.addTo(batch, head.did(), head.switches().status().id(), floor);
    for (String id : own) {
      if (isWanted.test(id)) {
        sessions.end(batch, id);
      } else {
        sessions.keep(batch, id, floor);
      }
    }
    for (String id : given) {
      if (isWanted.test(id)) {
        apps.end(batch, id);
      } else {
        apps.keep(batch, id, floor);
      }
    }
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.Standing;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Issues tokens by which an account's app calls other services. Thread-safe. */
public final class ServiceTokens {
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);
  private static final Duration MAX_LIFETIME_WITHOUT_METHOD = Duration.ofMinutes(1);
  private static final int ID_BYTES = 16;
  private static final Pattern FRAGMENT = Pattern.compile("[\\w.:-]+");
  private static final Set<String> PROTECTED =
      Stream.of(
              "com.atproto.admin.sendEmail",
              "com.atproto.identity.requestPlcOperationSignature",
              "com.atproto.identity.signPlcOperation",
              "com.atproto.identity.updateHandle",
              "com.atproto.server.activateAccount",
              "com.atproto.server.confirmEmail",
              "com.atproto.server.createAppPassword",
              "com.atproto.server.deactivateAccount",
              "com.atproto.server.getAccountInviteCodes",
              "com.atproto.server.getSession",
              "com.atproto.server.listAppPasswords",
              "com.atproto.server.requestAccountDelete",
              "com.atproto.server.requestEmailConfirmation",
              "com.atproto.server.requestEmailUpdate",
              "com.atproto.server.revokeAppPassword",
              "com.atproto.server.updateEmail")
          .map(name -> name.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());

  private final Repositories repositories;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Signs with the keys of {@code repositories}. */
  public ServiceTokens(Repositories repositories, InstantSource clock, RandomGenerator random) {
    this.repositories = repositories;
    this.clock = clock;
    this.random = random;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** A token. */
    record Issued(String token) implements Outcome {}

    /** None. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /**
   * Issues a token; two documents read.
   *
   * @param audience a DID, maybe with a service fragment
   * @param expiresAt at most an hour ahead, a minute without a method; a minute when empty
   */
  public Outcome issue(
      Caller caller, String audience, Optional<Nsid> method, Optional<Instant> expiresAt) {
    Instant now = clock.instant();
    return method
        .flatMap(wanted -> privilege(caller, wanted))
        .or(() -> check(audience, method, expiresAt, now))
        .or(() -> standing(caller))
        .<Outcome>map(Outcome.Refused::new)
        .orElseGet(
            () ->
                new Outcome.Issued(
                    sign(
                        caller.did(),
                        audience,
                        method,
                        now,
                        expiresAt.orElse(now.plus(DEFAULT_LIFETIME)))));
  }

  /** Whether a method changes the account itself, so that no token is ever made for it. */
  public static boolean isProtected(Nsid method) {
    return PROTECTED.contains(lowerCase(method));
  }

  /** Whether a method is one that the caller reaches only with an app password that may. */
  public static boolean isBeyond(Caller caller, Nsid method) {
    String name = lowerCase(method);
    boolean isPrivileged =
        name.startsWith("chat.bsky.") || name.equals("com.atproto.server.createaccount");
    return isPrivileged && caller.grant().equals(new Grant.AppPassword(false));
  }

  /** Other servers match the names of methods in any case. */
  private static String lowerCase(Nsid method) {
    return method.value().toLowerCase(Locale.ROOT);
  }

  private static Optional<Refusal> privilege(Caller caller, Nsid method) {
    return isBeyond(caller, method)
        ? Optional.of(
            Refusal.invalid(
                "insufficient access to request a service auth token for the following method: "
                    + method))
        : Optional.empty();
  }

  private static Optional<Refusal> check(
      String audience, Optional<Nsid> method, Optional<Instant> expiresAt, Instant now) {
    String[] parts = audience.split("#", 2);
    if (!Did.isValid(parts[0]) || (parts.length == 2 && !FRAGMENT.matcher(parts[1]).matches())) {
      return Optional.of(Refusal.invalid("aud must be a DID, maybe with a service fragment"));
    }
    if (method.isPresent() && isProtected(method.get())) {
      return Optional.of(
          Refusal.invalid(
              "cannot request a service auth token for the following protected method: "
                  + method.get()));
    }
    return expiresAt.flatMap(expiry -> checkExpiry(expiry, method, now));
  }

  private static Optional<Refusal> checkExpiry(Instant expiry, Optional<Nsid> method, Instant now) {
    if (expiry.isBefore(now)) {
      return badExpiration("expiration is in past");
    }
    if (expiry.isAfter(now.plus(MAX_LIFETIME))) {
      return badExpiration(
          "cannot request a token with an expiration more than an hour in the future");
    }
    if (method.isEmpty() && expiry.isAfter(now.plus(MAX_LIFETIME_WITHOUT_METHOD))) {
      return badExpiration(
          "cannot request a method-less token with an expiration more than a minute in the future");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> badExpiration(String message) {
    return Optional.of(Refusal.of("BadExpiration", message));
  }

  private Optional<Refusal> standing(Caller caller) {
    Optional<Standing> standing = repositories.standing(caller.did());
    if (standing.isEmpty() || caller.issuedAt().isBefore(standing.get().tokensValidFrom())) {
      return Optional.of(Refusal.of("ExpiredToken", "Token has been revoked"));
    }
    RepositoryStatus status = standing.get().status();
    return status == RepositoryStatus.ACTIVE || status == RepositoryStatus.DEACTIVATED
        ? Optional.empty()
        : Optional.of(Refusal.unauthenticated("AccountTakedown", "Account has been taken down"));
  }

  private String sign(
      Did issuer, String audience, Optional<Nsid> method, Instant now, Instant expiresAt) {
    SigningKey key =
        repositories
            .signingKey(issuer)
            .orElseThrow(() -> new IllegalStateException(issuer + " has no signing key"));
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return ServiceToken.sign(
        key, issuer, audience, method.orElse(null), now, expiresAt, HexFormat.of().formatHex(id));
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator.Authentication;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(FirestoreEmulatorExtension.class)
class SessionAuthenticatorTest {
  private static final Nsid UPLOAD = Nsid.parse("com.atproto.repo.uploadBlob");
  private static final Nsid UPLOAD_VIDEO = Nsid.parse("app.bsky.video.uploadVideo");
  private static final Nsid REFRESH = Nsid.parse("com.atproto.server.refreshSession");
  private static final Nsid DELETE = Nsid.parse("com.atproto.server.deleteSession");
  private static final Nsid OTHER = Nsid.parse("com.atproto.repo.createRecord");

  private final PlcEmulator plc;
  private final AccountsFixture fixture;
  private final SessionAuthenticator authenticator;
  private final SignUpOutcome.Created alice;
  private final Did did;

  SessionAuthenticatorTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    fixture = new AccountsFixture(firestore, new HttpPlcDirectory(plc.endpoint()));
    fixture.clear();
    alice = fixture.signedUp("alice");
    did = alice.account().did();
    authenticator =
        new SessionAuthenticator(
            fixture.verifier(),
            fixture.apps(),
            fixture.directory,
            AccountsFixture.SERVICE,
            fixture.clock);
  }

  @AfterEach
  void close() {
    plc.close();
  }

  private Authentication authenticate(Auth level, String token, Nsid method) {
    return authenticator.authenticate(level, Credentials.of("Bearer " + token), method);
  }

  private static Caller accepted(Authentication authentication) {
    return assertInstanceOf(Authentication.Accepted.class, authentication).caller();
  }

  private static String rejected(Authentication authentication) {
    return assertInstanceOf(Authentication.Rejected.class, authentication).refusal().error();
  }

  private String serviceToken(String audience, Nsid method) {
    SigningKey key = fixture.repositories.signingKey(did).orElseThrow();
    return serviceToken(key, audience, method);
  }

  private String serviceToken(SigningKey key, String audience, Nsid method) {
    Instant now = fixture.clock.instant();
    return ServiceToken.sign(key, did, audience, method, now, now.plusSeconds(60), "once");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHENTICATED", "OWNER", "OPTIONAL", "UPLOAD"})
  void anAccessTokenOpensItsLevels(Auth level) {
    Caller caller = accepted(authenticate(level, alice.tokens().access(), OTHER));
    assertEquals(did, caller.did());
    assertEquals(Grant.full(), caller.grant());
    assertEquals(fixture.clock.instant(), caller.issuedAt());
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHENTICATED", "OWNER", "OPTIONAL", "UPLOAD"})
  void aRefreshTokenIsNoAccessToken(Auth level) {
    assertEquals("InvalidToken", rejected(authenticate(level, alice.tokens().refresh(), OTHER)));
  }

  @Test
  void anAccessTokenIsNoRefreshToken() {
    assertEquals(
        "InvalidToken", rejected(authenticate(Auth.REFRESH, alice.tokens().access(), REFRESH)));
    assertEquals(
        did, accepted(authenticate(Auth.REFRESH, alice.tokens().refresh(), REFRESH)).did());
  }

  @Test
  void anExpiredTokenIsCalledExpired() {
    fixture.clock.advance(Duration.ofDays(8));
    Authentication access = authenticate(Auth.AUTHENTICATED, alice.tokens().access(), OTHER);
    assertEquals("ExpiredToken", rejected(access));
    assertEquals(
        Refusal.Kind.INVALID,
        assertInstanceOf(Authentication.Rejected.class, access).refusal().kind());
    assertEquals(
        "ExpiredToken", rejected(authenticate(Auth.REFRESH, alice.tokens().refresh(), REFRESH)));
    assertEquals(did, accepted(authenticate(Auth.REFRESH, alice.tokens().refresh(), DELETE)).did());
  }

  @Test
  void anotherSchemeIsNoSession() {
    assertEquals(
        "InvalidToken",
        rejected(
            authenticator.authenticate(Auth.AUTHENTICATED, Credentials.of("Basic YTpi"), OTHER)));
    accepted(
        authenticator.authenticate(
            Auth.AUTHENTICATED, Credentials.of("bearer " + alice.tokens().access()), OTHER));
  }

  @Test
  void nobodyIsOperator() {
    assertEquals("Forbidden", rejected(authenticate(Auth.ADMIN, alice.tokens().access(), OTHER)));
  }

  @Test
  void aServiceTokenOfTheAccountUploads() {
    String service = AccountsFixture.SERVICE.value();
    Caller caller =
        accepted(authenticate(Auth.UPLOAD, serviceToken(service, UPLOAD), UPLOAD_VIDEO));
    assertEquals(did, caller.did());
    assertEquals(new Grant.Service(), caller.grant());
    accepted(authenticate(Auth.UPLOAD, serviceToken(service, UPLOAD_VIDEO), UPLOAD_VIDEO));
  }

  @Test
  void aServiceTokenOpensNothingElse() {
    String token = serviceToken(AccountsFixture.SERVICE.value(), UPLOAD);
    assertEquals("InvalidToken", rejected(authenticate(Auth.AUTHENTICATED, token, UPLOAD)));
    assertEquals("InvalidToken", rejected(authenticate(Auth.OWNER, token, UPLOAD)));
    assertEquals("InvalidToken", rejected(authenticate(Auth.OPTIONAL, token, UPLOAD)));
    assertEquals("InvalidToken", rejected(authenticate(Auth.REFRESH, token, UPLOAD)));
  }

  @Test
  void aServiceTokenForAnotherAudienceOrMethodIsRefused() {
    String service = AccountsFixture.SERVICE.value();
    assertEquals(
        "BadJwtAudience",
        rejected(authenticate(Auth.UPLOAD, serviceToken("did:web:other.test", UPLOAD), UPLOAD)));
    assertEquals(
        "BadJwtLexiconMethod",
        rejected(authenticate(Auth.UPLOAD, serviceToken(service, OTHER), UPLOAD)));
  }

  @Test
  void aServiceTokenByAnotherKeyOrTooLateIsRefused() {
    String service = AccountsFixture.SERVICE.value();
    SigningKey stranger = SigningKey.generate(Curve.K256, fixture.random);
    assertEquals(
        "InvalidToken",
        rejected(authenticate(Auth.UPLOAD, serviceToken(stranger, service, UPLOAD), UPLOAD)));
    String token = serviceToken(service, UPLOAD);
    fixture.clock.advance(Duration.ofSeconds(60));
    assertEquals("ExpiredToken", rejected(authenticate(Auth.UPLOAD, token, UPLOAD)));
  }

  @Test
  void anIssuedServiceTokenIsTheAccountsOwn() {
    ServiceTokens tokens = new ServiceTokens(fixture.repositories, fixture.clock, fixture.random);
    Caller caller = accepted(authenticate(Auth.OWNER, alice.tokens().access(), OTHER));
    ServiceTokens.Outcome outcome =
        tokens.issue(
            caller, AccountsFixture.SERVICE.value(), Optional.of(UPLOAD), Optional.empty());
    String token = assertInstanceOf(ServiceTokens.Outcome.Issued.class, outcome).token();
    assertEquals(did, accepted(authenticate(Auth.UPLOAD, token, UPLOAD)).did());
  }

  @Test
  void aHandleHasOneOwner() {
    assertEquals(Optional.of(did), authenticator.accountOf(alice.account().handle()));
  }
}

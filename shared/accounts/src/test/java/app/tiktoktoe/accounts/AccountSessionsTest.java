package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class AccountSessionsTest {
  private static final String NAME = "alice.tiktoktoe.test";
  private static final String OWN = AccountsFixture.request("alice").password();
  private static final String ADDRESS = "192.0.2.1";

  private final AccountsFixture fixture;
  private final SignIn signIn;
  private final OAuthSessions apps;
  private final AccountSessions sessions;
  private final Sessions.Tokens first;
  private final Did alice;

  AccountSessionsTest(Firestore firestore) throws IOException {
    fixture = AccountsFixture.start(firestore);
    fixture.clear();
    signIn = fixture.signIn();
    apps = new OAuthSessions(firestore, fixture.clock, fixture.random);
    sessions =
        new AccountSessions(
            fixture.sessions,
            apps,
            fixture.accounts,
            fixture.changes,
            (batch, did, status, floor) ->
                batch.update(
                    firestore.collection("actors").document(did.value()), "status", status),
            new AuditTrail(firestore, fixture.clock, fixture.random));
    SignUpOutcome.Created created = fixture.signedUp("alice");
    first = created.tokens();
    alice = created.account().did();
    later();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void later() {
    fixture.clock.advance(Duration.ofMinutes(1));
  }

  private Sessions.Tokens open(String password, String userAgent) {
    return assertInstanceOf(
            SignIn.Outcome.Open.class,
            signIn.open(NAME, password, Optional.empty(), ADDRESS, userAgent))
        .tokens()
        .orElseThrow();
  }

  private Caller caller(TokenType type, String token) {
    SessionToken read =
        assertInstanceOf(
                SessionVerifier.Verification.Good.class, fixture.verifier().verify(type, token))
            .token();
    return new Caller(read.did(), Grant.full(), read.id().toString(), read.issuedAt());
  }

  private Caller access(Sessions.Tokens tokens) {
    return caller(TokenType.ACCESS, tokens.access());
  }

  private SignIn.Outcome refresh(Sessions.Tokens tokens) {
    return signIn.refresh(caller(TokenType.REFRESH, tokens.refresh()), "");
  }

  private Sessions.Tokens refreshed(Sessions.Tokens tokens) {
    return assertInstanceOf(SignIn.Outcome.Open.class, refresh(tokens)).tokens().orElseThrow();
  }

  private boolean isGood(Sessions.Tokens tokens) {
    return signIn.find(access(tokens)) instanceof SignIn.Outcome.Open;
  }

  private static String id(Caller caller) {
    return TokenId.parse(caller.tokenId()).orElseThrow().family();
  }

  private OAuthSessions.Opened grant() {
    WriteBatch batch = fixture.firestore.batch();
    OAuthSessions.Opened opened =
        apps.start(batch, alice, "https://app.example.com/client", "", "atproto", "thumb");
    Await.result(batch.commit());
    return opened;
  }

  @Test
  void aSignInOfTheSameSecondOutlivesTheFloorBeforeItAndNotTheNext() {
    Sessions.Tokens phone = open(OWN, "Phone/2.0");
    later();
    sessions.revokeOthers(access(phone));
    assertFalse(isGood(phone));
    Sessions.Tokens laptop = open(OWN, "Laptop/1.0");
    assertTrue(isGood(laptop));
    sessions.revokeOthers(access(refreshed(phone)));
    assertFalse(isGood(laptop));
    assertInstanceOf(SignIn.Outcome.Refused.class, refresh(laptop));
  }

  @Test
  void allKindsAreListedLatestUsedFirst() {
    AppPasswords.Outcome.Made made =
        assertInstanceOf(
            AppPasswords.Outcome.Made.class, fixture.appPasswords().make(alice, "tv", false));
    open(made.password(), "TV/1.0 (\u0007Living room) " + "x".repeat(200));
    later();
    Sessions.Tokens phone = open(OWN, "Phone/2.0");
    later();
    grant();
    List<AccountSessions.Entry> listed = sessions.list(access(phone));
    assertEquals(
        List.of(
            AccountSessions.Kind.OAUTH,
            AccountSessions.Kind.PASSWORD,
            AccountSessions.Kind.APP_PASSWORD,
            AccountSessions.Kind.PASSWORD),
        listed.stream().map(AccountSessions.Entry::kind).toList());
    assertEquals(
        List.of("https://app.example.com/client", "", "tv", ""),
        listed.stream().map(AccountSessions.Entry::name).toList());
    assertEquals(
        List.of(false, true, false, false),
        listed.stream().map(AccountSessions.Entry::current).toList());
    assertEquals("Phone/2.0", listed.get(1).device());
    assertEquals(100, listed.get(2).device().length());
    assertTrue(listed.get(2).device().startsWith("TV/1.0 (Living room) x"));
    later();
    refreshed(first);
    AccountSessions.Entry latest = sessions.list(access(phone)).getFirst();
    assertEquals(id(access(first)), latest.id());
    assertTrue(latest.createdAt().isBefore(latest.refreshedAt()));
  }

  @Test
  void anEndedSessionIsOverAtOnceAndTheOthersGoOn() {
    Sessions.Tokens lost = open(OWN, "Lost");
    Sessions.Tokens phone = open(OWN, "Phone");
    OAuthSessions.Opened app = grant();
    later();
    assertEquals(Optional.empty(), sessions.revoke(access(phone), id(access(lost))));
    assertFalse(isGood(lost));
    assertEquals(
        "ExpiredToken",
        assertInstanceOf(SignIn.Outcome.Refused.class, refresh(lost)).refusal().error());
    Sessions.Tokens next = refreshed(phone);
    assertTrue(isGood(next), "in the very second of the revocation");
    assertTrue(isGood(refreshed(next)));
    assertTrue(isGood(refreshed(first)));
    assertTrue(
        apps.find(app.refreshToken())
            .orElseThrow()
            .outlives(fixture.changes.find(alice).orElseThrow().tokensValidFrom()));
    assertFalse(
        app.session().outlives(fixture.changes.find(alice).orElseThrow().tokensValidFrom()));
  }

  @Test
  void allOthersEndAndAnAppsSessionsToo() {
    Sessions.Tokens other = open(OWN, "Other");
    Sessions.Tokens phone = open(OWN, "Phone");
    OAuthSessions.Opened app = grant();
    later();
    sessions.revokeOthers(access(phone));
    assertInstanceOf(SignIn.Outcome.Refused.class, refresh(other));
    assertInstanceOf(SignIn.Outcome.Refused.class, refresh(first));
    assertEquals(Optional.empty(), apps.find(app.refreshToken()));
    Sessions.Tokens next = refreshed(phone);
    assertEquals(1, sessions.list(access(next)).size());
    sessions.revokeOthers(access(next));
    assertTrue(isGood(next), "nothing was left to end");
  }

  @Test
  void whatOutlivedARevocationDoesNotOutliveALaterReset() {
    Sessions.Tokens lost = open(OWN, "Lost");
    later();
    sessions.revoke(access(first), id(access(lost)));
    later();
    assertEquals(
        Optional.empty(),
        fixture.takedowns().takeDown(fixture.operator(), alice, Optional.of("case 1")));
    later();
    assertEquals(
        Optional.empty(),
        fixture.takedowns().takeDown(fixture.operator(), alice, Optional.empty()));
    assertEquals(
        "ExpiredToken",
        assertInstanceOf(SignIn.Outcome.Refused.class, refresh(first)).refusal().error());
  }

  @Test
  void anotherAccountsSessionIsNotThere() {
    SignUpOutcome.Created bob = fixture.signedUp("bob");
    Optional<Refusal> refusal = sessions.revoke(access(first), id(access(bob.tokens())));
    assertEquals("SessionNotFound", refusal.orElseThrow().error());
    assertTrue(isGood(bob.tokens()));
    assertTrue(isGood(first));
  }
}

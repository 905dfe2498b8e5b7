package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FirestoreEmulatorExtension.class)
class SignInTest {
  private static final String PASSWORD = AccountsFixture.request("alice").password();
  private static final String ADDRESS = "192.0.2.1";

  private final PlcEmulator plc;
  private final AccountsFixture fixture;
  private final SignIn signIn;
  private final SignUpOutcome.Created alice;

  SignInTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    fixture = new AccountsFixture(firestore, new HttpPlcDirectory(plc.endpoint()));
    fixture.clear();
    signIn = fixture.signIn();
    alice = fixture.signedUp("alice");
  }

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(10));
  }

  @AfterEach
  void close() {
    plc.close();
  }

  private SignIn.Outcome.Open open(String identifier) {
    return assertInstanceOf(SignIn.Outcome.Open.class, signIn.open(identifier, PASSWORD, ADDRESS));
  }

  private static Refusal refusal(SignIn.Outcome outcome) {
    return assertInstanceOf(SignIn.Outcome.Refused.class, outcome).refusal();
  }

  private Caller caller(TokenType type, String token) {
    SessionToken read =
        assertInstanceOf(
                SessionVerifier.Verification.Good.class, fixture.verifier().verify(type, token))
            .token();
    return new Caller(read.did(), Grant.full(), read.id().toString(), read.issuedAt());
  }

  private void set(String field, Object value) {
    Await.result(
        fixture
            .firestore
            .collection("repos")
            .document(alice.account().did().value())
            .update(field, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice.tiktoktoe.test", "ALICE.tiktoktoe.test", "Alice@Example.com"})
  void signsInByAnyName(String identifier) {
    assertEquals(alice.account(), open(identifier).account());
  }

  @Test
  void signsInByDid() {
    SignIn.Outcome.Open open = open(alice.account().did().value());
    assertEquals(RepositoryStatus.ACTIVE, open.status());
    caller(TokenType.ACCESS, open.tokens().orElseThrow().access());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob.tiktoktoe.test", "bob@example.com", "did:plc:bob", "", "@", "a b"})
  void nobodySignsIn(String identifier) {
    Refusal refusal = refusal(signIn.open(identifier, PASSWORD, ADDRESS));
    assertEquals(Refusal.Kind.UNAUTHENTICATED, refusal.kind());
    assertEquals("AuthenticationRequired", refusal.error());
    assertEquals("Invalid identifier or password", refusal.message());
  }

  @Test
  void aWrongPasswordLooksLikeAnUnknownName() {
    assertEquals(
        refusal(signIn.open("bob.tiktoktoe.test", "wrong", ADDRESS)),
        refusal(signIn.open("alice.tiktoktoe.test", "wrong", ADDRESS)));
  }

  @Test
  void theThirtyFirstAttemptInFiveMinutesWaits() {
    for (int i = 0; i < 30; i++) {
      assertEquals(
          "AuthenticationRequired",
          refusal(signIn.open("alice.tiktoktoe.test", "wrong" + i, ADDRESS)).error());
    }
    Refusal refusal = refusal(signIn.open("alice.tiktoktoe.test", PASSWORD, ADDRESS));
    assertEquals("RateLimitExceeded", refusal.error());
    assertEquals(Refusal.Kind.TOO_MANY, refusal.kind());
    assertEquals(Duration.ofMinutes(5), refusal.retryAfter().orElseThrow());
    assertInstanceOf(
        SignIn.Outcome.Open.class, signIn.open("alice.tiktoktoe.test", PASSWORD, "198.51.100.7"));
    fixture.clock.advance(Duration.ofMinutes(5));
    open("alice.tiktoktoe.test");
  }

  @Test
  void threeHundredAttemptsADayAreEnough() {
    Attempts attempts = new Attempts(fixture.firestore, fixture.clock, true);
    for (int i = 0; i < 300; i++) {
      assertEquals(Optional.empty(), attempts.count("carol", ADDRESS));
      fixture.clock.advance(Duration.ofSeconds(11));
    }
    assertEquals(
        Duration.ofDays(1).minusSeconds(3300), attempts.count("carol", ADDRESS).orElseThrow());
  }

  @Test
  void withoutLimitsNothingIsCounted() {
    Attempts attempts = new Attempts(fixture.firestore, fixture.clock, false);
    for (int i = 0; i < 40; i++) {
      assertEquals(Optional.empty(), attempts.count("carol", ADDRESS));
    }
    assertEquals(0, Await.result(fixture.firestore.collection("attempts").get()).size());
  }

  @Test
  void aTakenDownAccountIsToldSo() {
    Caller caller = caller(TokenType.ACCESS, alice.tokens().access());
    set("status", "takendown");
    assertEquals(
        "AccountTakedown", refusal(signIn.open("alice.tiktoktoe.test", PASSWORD, ADDRESS)).error());
    assertEquals("AccountTakedown", refusal(signIn.find(caller)).error());
    assertEquals(
        "AccountTakedown",
        refusal(signIn.refresh(caller(TokenType.REFRESH, alice.tokens().refresh()))).error());
  }

  @Test
  void aDeactivatedAccountStillHasItsSession() {
    set("status", "deactivated");
    assertEquals(RepositoryStatus.DEACTIVATED, open("alice.tiktoktoe.test").status());
  }

  @Test
  void tokensFromBeforeTheFloorAreRevoked() {
    Caller access = caller(TokenType.ACCESS, alice.tokens().access());
    Caller refresh = caller(TokenType.REFRESH, alice.tokens().refresh());
    set("tokensValidFrom", Documents.timestamp(fixture.clock.instant()));
    assertEquals("ExpiredToken", refusal(signIn.find(access)).error());
    assertEquals("ExpiredToken", refusal(signIn.refresh(refresh)).error());
    SignIn.Outcome.Open open = open("alice.tiktoktoe.test");
    assertInstanceOf(
        SignIn.Outcome.Open.class,
        signIn.find(caller(TokenType.ACCESS, open.tokens().orElseThrow().access())));
  }

  @Test
  void aSessionThatWasClosedCannotBeRefreshed() {
    Caller refresh = caller(TokenType.REFRESH, alice.tokens().refresh());
    signIn.close(refresh);
    assertEquals("ExpiredToken", refusal(signIn.refresh(refresh)).error());
  }
}

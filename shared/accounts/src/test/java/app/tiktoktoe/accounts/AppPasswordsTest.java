package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class AppPasswordsTest {
  private static final String ADDRESS = "192.0.2.1";
  private static final String NAME = "alice.tiktoktoe.test";

  private final AccountsFixture fixture = AccountsFixture.startMetered();
  private final AppPasswords passwords = fixture.appPasswords();
  private final SignIn signIn = fixture.signIn();
  private final Did alice = fixture.signedUp("alice").account().did();

  AppPasswordsTest() throws IOException {}

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(10));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private String make(String name, boolean privileged) {
    return assertInstanceOf(
            AppPasswords.Outcome.Made.class, passwords.make(alice, name, privileged))
        .password();
  }

  private Sessions.Tokens open(String password) {
    return assertInstanceOf(SignIn.Outcome.Open.class, signIn.open(NAME, password, ADDRESS))
        .tokens()
        .orElseThrow();
  }

  private static Refusal refusal(SignIn.Outcome outcome) {
    return assertInstanceOf(SignIn.Outcome.Refused.class, outcome).refusal();
  }

  private SessionToken verified(TokenType type, String token) {
    return assertInstanceOf(
            SessionVerifier.Verification.Good.class, fixture.verifier().verify(type, token))
        .token();
  }

  private SignIn.Outcome refresh(Sessions.Tokens tokens) {
    SessionToken token = verified(TokenType.REFRESH, tokens.refresh());
    return signIn.refresh(
        new Caller(token.did(), Grant.full(), token.id().toString(), token.issuedAt()));
  }

  private String scope(Sessions.Tokens tokens) {
    return verified(TokenType.ACCESS, tokens.access()).scope();
  }

  @Test
  void onePasswordOpensSessionsOfItsOwnScope() {
    String plain = make("phone", false);
    String privileged = make("laptop", true);
    assertTrue(plain.matches("[a-z2-7]{4}(-[a-z2-7]{4}){3}"), "its form");
    assertEquals("com.atproto.appPass", scope(open(plain)));
    assertEquals("com.atproto.appPassPrivileged", scope(open(privileged)));
    assertEquals("com.atproto.access", scope(open(AccountsFixture.request("alice").password())));
    assertEquals(
        "AuthenticationRequired", refusal(signIn.open(NAME, plain + "a", ADDRESS)).error());
  }

  @Test
  void anotherAccountsPasswordIsNoPassword() {
    fixture.signedUp("bob");
    String password = make("phone", true);
    assertEquals(
        "Invalid identifier or password",
        refusal(signIn.open("bob.tiktoktoe.test", password, ADDRESS)).message());
  }

  @Test
  void theScopeOutlivesEachRefresh() {
    Sessions.Tokens tokens = open(make("phone", false));
    for (int i = 0; i < 3; i++) {
      tokens = assertInstanceOf(SignIn.Outcome.Open.class, refresh(tokens)).tokens().orElseThrow();
      assertEquals("com.atproto.appPass", scope(tokens));
      fixture.clock.advance(Duration.ofHours(3));
    }
  }

  @Test
  void revocationEndsWhatThePasswordOpenedAndNothingElse() {
    String phone = make("phone", false);
    Sessions.Tokens ofPhone = open(phone);
    Sessions.Tokens ofLaptop = open(make("laptop", false));
    Sessions.Tokens own = open(AccountsFixture.request("alice").password());
    passwords.revoke(alice, "phone");
    assertEquals("ExpiredToken", refusal(refresh(ofPhone)).error());
    assertEquals("AuthenticationRequired", refusal(signIn.open(NAME, phone, ADDRESS)).error());
    assertInstanceOf(SignIn.Outcome.Open.class, refresh(ofLaptop));
    assertInstanceOf(SignIn.Outcome.Open.class, refresh(own));
    make("phone", false);
    assertEquals("ExpiredToken", refusal(refresh(ofPhone)).error());
  }

  @Test
  void aSessionThatAStaleSignInOpensAfterTheRevocationCannotBeRefreshed() {
    make("phone", false);
    AppPassword stale = passwords.list(alice).getFirst();
    passwords.revoke(alice, "phone");
    Sessions.Tokens late = fixture.sessions.start(alice, Optional.of(stale));
    assertEquals("ExpiredToken", refusal(refresh(late)).error());
  }

  @Test
  void revokingWhatThereIsNotIsNoFault() {
    assertEquals(Optional.empty(), passwords.revoke(alice, "nothing"));
  }

  @Test
  void aNameIsUsedOnceAndListedNewestFirst() {
    make("phone", false);
    fixture.clock.advance(Duration.ofSeconds(1));
    make("laptop", true);
    Refusal refusal =
        assertInstanceOf(AppPasswords.Outcome.Refused.class, passwords.make(alice, "phone", true))
            .refusal();
    assertEquals("InvalidRequest", refusal.error());
    List<AppPassword> listed = passwords.list(alice);
    assertEquals(List.of("laptop", "phone"), listed.stream().map(AppPassword::name).toList());
    assertTrue(listed.getFirst().privileged());
    assertFalse(listed.getLast().privileged());
  }

  @Test
  void anAccountHasAtMostAHundred() {
    for (int i = 0; i < AppPasswords.MAX; i++) {
      make("app " + i, false);
    }
    assertInstanceOf(AppPasswords.Outcome.Refused.class, passwords.make(alice, "more", false));
    assertInstanceOf(
        AppPasswords.Outcome.Refused.class,
        passwords.make(alice, "x".repeat(AppPasswords.MAX_NAME_CHARS + 1), false));
  }

  @Test
  void ofRacersForANameOneWins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<AppPasswords.Outcome>> racers =
          List.of(
              () -> passwords.make(alice, "phone", false),
              () -> passwords.make(alice, "phone", false),
              () -> passwords.make(alice, "phone", true),
              () -> passwords.make(alice, "phone", true));
      long made = 0;
      for (Future<AppPasswords.Outcome> outcome : threads.invokeAll(racers)) {
        made += outcome.get() instanceof AppPasswords.Outcome.Made ? 1 : 0;
      }
      assertEquals(1, made);
      assertEquals(1, passwords.list(alice).size());
    }
  }

  @Test
  void aTakenDownAccountIsNotEvenThere() {
    String password = make("phone", false);
    Await.result(
        fixture
            .firestore
            .collection("repos")
            .document(alice.value())
            .update("status", RepositoryStatus.TAKENDOWN.id()));
    assertEquals("AuthenticationRequired", refusal(signIn.open(NAME, password, ADDRESS)).error());
  }

  @Test
  void theSignInPageTakesNone() {
    Refusal refusal = refusal(signIn.check(NAME, make("phone", true), ADDRESS));
    assertEquals("App passwords are not allowed", refusal.message());
  }

  @Test
  void anotherMailAddressKeepsThem() {
    String password = make("phone", false);
    fixture
        .emailChanges()
        .update(fixture.caller(alice), new EmailAddress("other@example.com"), Optional.empty());
    assertEquals("com.atproto.appPass", scope(open(password)));
  }

  /** A sign-in costs the same whichever password it is. */
  @Test
  void costs() throws Exception {
    assertEquals("2 read, 3 written", cost(() -> passwords.make(alice, "phone", false)));
    String laptop = make("laptop", false);
    String own = AccountsFixture.request("alice").password();
    assertEquals("5 read, 4 written", cost(() -> open(own)));
    assertEquals("5 read, 4 written", cost(() -> open(laptop)));
    Sessions.Tokens tokens = open(laptop);
    assertEquals("3 read, 1 written", cost(() -> refresh(tokens)));
    assertEquals("1 read, 0 written", cost(() -> passwords.list(alice)));
    assertEquals("6 read, 3 written", cost(() -> passwords.revoke(alice, "laptop")));
  }

  private static String cost(Callable<?> work) throws Exception {
    Usage usage = new Usage();
    usage.during(work);
    return usage.reads() + " read, " + usage.writes() + " written";
  }
}

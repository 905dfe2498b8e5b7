package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the methods of an account's life cost, in billed documents. */
@ExtendWith(FirestoreEmulatorExtension.class)
class CostTest {
  private final AccountsFixture fixture = AccountsFixture.startMetered();

  CostTest() throws IOException {}

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String cost(Callable<?> work) throws Exception {
    Usage usage = new Usage();
    usage.during(work);
    return usage.reads() + " read, " + usage.writes() + " written, " + usage.deletes() + " deleted";
  }

  /** With one of the three first views that the service writes. */
  @Test
  void aSignUp() throws Exception {
    assertEquals("3 read, 14 written, 0 deleted", cost(() -> fixture.signedUp("alice")));
  }

  /** With one of the two views that the service changes. */
  @Test
  void deactivationAndReturn() throws Exception {
    Did did = fixture.signedUp("alice").account().did();
    AccountSwitch life = fixture.accountSwitch();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(
        "2 read, 5 written, 0 deleted",
        cost(() -> life.deactivate(fixture.caller(did), Optional.empty())));
    assertEquals("3 read, 7 written, 0 deleted", cost(() -> life.activate(fixture.caller(did))));
  }

  @Test
  void aDeletionAndItsMail() throws Exception {
    SignUpRequest alice = AccountsFixture.request("alice");
    Did did = fixture.signedUp("alice").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(
        "2 read, 2 written, 0 deleted",
        cost(() -> fixture.mails().ask(fixture.caller(did), MailRequest.Kind.DELETE_ACCOUNT)));
    String token = fixture.mailed();
    assertEquals(
        "5 read, 6 written, 5 deleted",
        cost(() -> fixture.deletion().delete(did, alice.password(), token, "192.0.2.1")));
  }

  @Test
  void anotherHandle() throws Exception {
    Did did = fixture.signedUp("alice").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(
        "4 read, 6 written, 1 deleted",
        cost(
            () ->
                fixture
                    .handleChange()
                    .change(fixture.caller(did), Handle.parse("alicia.tiktoktoe.test"))));
  }

  @Test
  void anAddressIsConfirmedAndChanged() throws Exception {
    SignUpRequest alice = AccountsFixture.request("alice");
    Did did = fixture.signedUp("alice").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.mails().ask(fixture.caller(did), MailRequest.Kind.CONFIRM_EMAIL);
    String token = fixture.mailed();
    EmailChanges emails = fixture.emailChanges();
    assertEquals(
        "5 read, 4 written, 1 deleted",
        cost(() -> emails.confirm(fixture.caller(did), alice.email().value(), token)));
    assertEquals("3 read, 2 written, 0 deleted", cost(() -> emails.ask(fixture.caller(did))));
    String other = fixture.mailed();
    assertEquals(
        "6 read, 5 written, 7 deleted",
        cost(
            () ->
                emails.update(
                    fixture.caller(did),
                    new EmailAddress("other@example.com"),
                    Optional.of(other))));
  }

  /** Whoever asks pays the same for an address that nobody has. */
  @Test
  void anotherPassword() throws Exception {
    SignUpRequest alice = AccountsFixture.request("alice");
    fixture.signedUp("alice");
    fixture.clock.advance(Duration.ofSeconds(1));
    PasswordReset reset = fixture.passwordReset();
    EmailAddress nobody = new EmailAddress("nobody@example.com");
    assertEquals("3 read, 3 written, 0 deleted", cost(() -> reset.ask(nobody, "192.0.2.1")));
    assertEquals("3 read, 3 written, 0 deleted", cost(() -> reset.ask(alice.email(), "192.0.2.2")));
    String token = fixture.mailed();
    assertEquals(
        "6 read, 6 written, 1 deleted",
        cost(() -> reset.reset(token, "another password", "192.0.2.2")));
  }

  /** So a call that is passed on to another service costs as much. */
  @Test
  void aTokenForAnotherService() throws Exception {
    Did did = fixture.signedUp("alice").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    ServiceTokens tokens =
        new ServiceTokens(fixture.repositories, fixture.clock, new SecureRandom());
    assertEquals(
        "2 read, 0 written, 0 deleted",
        cost(
            () ->
                assertInstanceOf(
                    ServiceTokens.Outcome.Issued.class,
                    tokens.issue(
                        fixture.caller(did),
                        "did:web:service.test",
                        Optional.of(Nsid.parse("com.example.method")),
                        Optional.empty()))));
  }

  @Test
  void aSignOut() throws Exception {
    Did did = fixture.signedUp("alice").account().did();
    String refresh = fixture.sessions.start(did).refresh();
    TokenId id =
        assertInstanceOf(
                SessionVerifier.Verification.Good.class,
                fixture.verifier().verify(TokenType.REFRESH, refresh))
            .token()
            .id();
    Callable<Boolean> end =
        () -> {
          fixture.sessions.end(did, id);
          return true;
        };
    assertEquals("2 read, 2 written, 1 deleted", cost(end));
    assertEquals("1 read, 0 written, 0 deleted", cost(end));
  }

  /** A factor costs a sign-in nothing where none is on, else its count and its use. */
  @Test
  void aSignInWithAndWithoutASecondFactor() throws Exception {
    SignUpRequest alice = AccountsFixture.request("alice");
    Did did = fixture.signedUp("alice").account().did();
    SignIn signIn = fixture.signIn();
    assertEquals(
        "5 read, 4 written, 0 deleted",
        cost(() -> signIn.open("alice@example.com", alice.password(), "192.0.2.1")));
    FactorSettings settings = fixture.factorSettings();
    StepUps.Proof password =
        new StepUps.Proof(Optional.of(alice.password()), Optional.empty(), "192.0.2.1");
    FactorSettings.Outcome<FactorSettings.NewTotp> begun =
        settings.beginTotp(fixture.caller(did), password);
    byte[] secret =
        begun instanceof FactorSettings.Outcome.Done<FactorSettings.NewTotp>(var made)
            ? Base32.decode(made.secret().toLowerCase(Locale.ROOT))
            : new byte[0];
    settings.confirmTotp(
        fixture.caller(did), Totp.code(secret, Totp.step(fixture.clock.instant())));
    fixture.clock.advance(Totp.STEP);
    assertEquals(
        "4 read, 1 written, 0 deleted",
        cost(() -> signIn.open("alice@example.com", alice.password(), "192.0.2.1")));
    String code = Totp.code(secret, Totp.step(fixture.clock.instant()));
    assertEquals(
        "7 read, 6 written, 0 deleted",
        cost(
            () ->
                signIn.open(
                    "alice@example.com", alice.password(), Optional.of(code), "192.0.2.1")));
  }
}

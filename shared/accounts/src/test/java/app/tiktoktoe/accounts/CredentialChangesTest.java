package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** E-mail addresses and passwords that change. */
@ExtendWith(FirestoreEmulatorExtension.class)
class CredentialChangesTest {
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");
  private static final EmailAddress OTHER = new EmailAddress("other@example.com");
  private static final String ADDRESS = "192.0.2.1";

  private final AccountsFixture fixture;
  private final Did alice;

  CredentialChangesTest(Firestore firestore) throws IOException {
    fixture = AccountsFixture.start(firestore);
    alice = fixture.signedUp("alice").account().did();
  }

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Caller caller() {
    return fixture.caller(alice);
  }

  private Account account() {
    return fixture.accounts.find(alice).orElseThrow();
  }

  private static String error(Optional<Refusal> refusal) {
    return refusal.orElseThrow(() -> new AssertionError("not refused")).error();
  }

  private String asked(MailRequest.Kind kind) {
    assertEquals(Optional.empty(), fixture.mails().ask(caller(), kind));
    return fixture.mailed();
  }

  private Optional<Refusal> confirm(String email, String token) {
    return fixture.emailChanges().confirm(caller(), email, token);
  }

  private Optional<Refusal> update(EmailAddress email, Optional<String> token) {
    return fixture.emailChanges().update(caller(), email, token);
  }

  @Test
  void anAddressIsConfirmedByTheTokenThatWasMailedToIt() {
    String token = asked(MailRequest.Kind.CONFIRM_EMAIL);
    assertEquals("InvalidEmail", error(confirm("wrong@example.com", token)));
    assertEquals("InvalidEmail", error(confirm("no address", token)));
    assertEquals("InvalidToken", error(confirm("alice@example.com", "aaaaa-bbbbb")));
    assertFalse(account().emailConfirmed());
    assertEquals(Optional.empty(), confirm("Alice@example.com", token));
    assertTrue(account().emailConfirmed());
    assertEquals("InvalidToken", error(confirm("alice@example.com", token)));
  }

  @Test
  void aTokenForAnAddressEnds() {
    String token = asked(MailRequest.Kind.CONFIRM_EMAIL);
    fixture.clock.advance(EmailTokens.LIFETIME);
    assertEquals("ExpiredToken", error(confirm("alice@example.com", token)));
  }

  @Test
  void guessesAreCounted() {
    for (int i = 0; i < 15; i++) {
      assertEquals("InvalidToken", error(confirm("alice@example.com", "aaaaa-bbbbb")));
    }
    assertEquals("RateLimitExceeded", error(confirm("alice@example.com", "aaaaa-bbbbb")));
  }

  @Test
  void anAddressThatWasNotConfirmedIsSimplyChanged() {
    EmailChanges.Asked asked = fixture.emailChanges().ask(caller());
    assertFalse(assertInstanceOf(EmailChanges.Asked.Ready.class, asked).needsToken());
    String late = asked(MailRequest.Kind.CONFIRM_EMAIL);
    assertEquals(Optional.empty(), update(OTHER, Optional.empty()));
    assertEquals(OTHER, account().email());
    assertEquals(Optional.of(alice), fixture.accounts.didOf(OTHER));
    assertEquals(Optional.empty(), fixture.accounts.didOf(ALICE.email()));
    assertEquals("InvalidToken", error(confirm(OTHER.value(), late)));
  }

  @Test
  void aConfirmedAddressTakesAToken() {
    confirm("alice@example.com", asked(MailRequest.Kind.CONFIRM_EMAIL));
    EmailChanges.Asked asked = fixture.emailChanges().ask(caller());
    assertTrue(assertInstanceOf(EmailChanges.Asked.Ready.class, asked).needsToken());
    String token = fixture.mailed();
    assertEquals("TokenRequired", error(update(OTHER, Optional.empty())));
    assertEquals("InvalidToken", error(update(OTHER, Optional.of("aaaaa-bbbbb"))));
    assertEquals(Optional.empty(), update(OTHER, Optional.of(token)));
    assertEquals(OTHER, account().email());
    assertFalse(account().emailConfirmed());
  }

  @Test
  void anAddressIsOneAccounts() {
    fixture.signedUp("bob");
    assertEquals(
        "InvalidRequest", error(update(new EmailAddress("bob@example.com"), Optional.empty())));
    assertEquals(ALICE.email(), account().email());
  }

  @Test
  void mailsAreCounted() {
    for (int i = 0; i < 5; i++) {
      fixture.clock.advance(Duration.ofSeconds(1));
      asked(MailRequest.Kind.CONFIRM_EMAIL);
    }
    assertEquals(
        "RateLimitExceeded", error(fixture.mails().ask(caller(), MailRequest.Kind.CONFIRM_EMAIL)));
  }

  private SignIn.Outcome signIn(String password) {
    return fixture.signIn().open("alice@example.com", password, ADDRESS);
  }

  private String mailedReset() {
    assertEquals(Optional.empty(), fixture.passwordReset().ask(ALICE.email(), ADDRESS));
    return fixture.mailed();
  }

  @Test
  void aNewPasswordEndsAllSessions() {
    Caller old = caller();
    fixture.clock.advance(Duration.ofSeconds(1));
    String token = mailedReset();
    PasswordReset reset = fixture.passwordReset();
    assertEquals("InvalidRequest", error(reset.reset(token, "short", ADDRESS)));
    assertEquals("InvalidRequest", error(reset.reset(token, "x".repeat(73), ADDRESS)));
    assertEquals("InvalidToken", error(reset.reset("aaaaa-bbbbb", "another word", ADDRESS)));
    assertEquals(Optional.empty(), reset.reset(token, "another word", ADDRESS));
    assertInstanceOf(SignIn.Outcome.Refused.class, signIn(ALICE.password()));
    assertInstanceOf(SignIn.Outcome.Open.class, signIn("another word"));
    SignIn.Outcome.Refused revoked =
        assertInstanceOf(SignIn.Outcome.Refused.class, fixture.signIn().find(old));
    assertEquals("ExpiredToken", revoked.refusal().error());
    assertEquals("InvalidToken", error(reset.reset(token, "a third word", ADDRESS)));
  }

  @Test
  void aTokenForAPasswordEndsAndIsForNothingElse() {
    PasswordReset reset = fixture.passwordReset();
    assertEquals(
        "InvalidToken",
        error(reset.reset(asked(MailRequest.Kind.CONFIRM_EMAIL), "another word", ADDRESS)));
    String token = mailedReset();
    fixture.clock.advance(EmailTokens.LIFETIME);
    assertEquals("ExpiredToken", error(reset.reset(token, "another word", ADDRESS)));
  }

  @Test
  void anAddressThatNobodyHasIsAnsweredTheSame() {
    int before = fixture.announced.size();
    assertEquals(Optional.empty(), fixture.passwordReset().ask(OTHER, ADDRESS));
    assertEquals(before + 1, fixture.announced.size());
    MailRequest request = MailRequest.decode(fixture.announced.getLast().data());
    assertEquals(Optional.empty(), fixture.accounts.find(request.recipient()));
  }

  @Test
  void anAddressGetsFewMailsAndAClientAsksForFew() {
    PasswordReset reset = fixture.passwordReset();
    int before = fixture.announced.size();
    for (int i = 0; i < 15; i++) {
      fixture.clock.advance(Duration.ofSeconds(1));
      assertEquals(Optional.empty(), reset.ask(ALICE.email(), ADDRESS));
    }
    assertEquals(before + 5, fixture.announced.size());
    assertEquals("RateLimitExceeded", error(reset.ask(OTHER, ADDRESS)));
  }
}

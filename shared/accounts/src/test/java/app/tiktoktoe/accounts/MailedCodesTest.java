package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The weakest second factor: a code by e-mail. */
@ExtendWith(FirestoreEmulatorExtension.class)
class MailedCodesTest {
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");
  private static final EmailAddress OTHER = new EmailAddress("other@example.com");

  private final AccountsFixture fixture;
  private final Did alice;

  MailedCodesTest(Firestore firestore) throws IOException {
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

  private Account account() {
    return fixture.accounts.find(alice).orElseThrow();
  }

  private SignIn.Outcome signIn(Optional<String> code) {
    return fixture.signIn().open("alice@example.com", ALICE.password(), code, "192.0.2.1");
  }

  private static Refusal refusal(SignIn.Outcome outcome) {
    return assertInstanceOf(SignIn.Outcome.Refused.class, outcome).refusal();
  }

  private Optional<Refusal> update(EmailAddress email, Optional<String> token, boolean codes) {
    return fixture.emailChanges().update(fixture.caller(alice), email, token, codes);
  }

  private void confirm() {
    assertEquals(
        Optional.empty(),
        fixture.mails().ask(fixture.caller(alice), MailRequest.Kind.CONFIRM_EMAIL));
    assertEquals(
        Optional.empty(),
        fixture
            .emailChanges()
            .confirm(fixture.caller(alice), "alice@example.com", fixture.mailed()));
  }

  private void turnOn() {
    confirm();
    assertEquals(Optional.empty(), update(ALICE.email(), Optional.empty(), true));
  }

  @Test
  void onlyAConfirmedAddressGetsCodes() {
    assertEquals(
        "InvalidRequest", update(ALICE.email(), Optional.empty(), true).orElseThrow().error());
    turnOn();
    assertEquals(Set.of(Factor.EMAIL), account().factors());
    assertTrue(account().emailConfirmed());
    assertEquals("InvalidRequest", update(OTHER, Optional.empty(), true).orElseThrow().error());
  }

  @Test
  void aCodeIsMailedAndGoodOnce() {
    turnOn();
    int mails = fixture.announced.size();
    assertEquals(
        "AuthenticationRequired",
        refusal(fixture.signIn().open("alice@example.com", "wrong", "192.0.2.1")).error());
    assertEquals(mails, fixture.announced.size());
    Refusal asked = refusal(signIn(Optional.empty()));
    assertEquals(Refusal.Kind.UNAUTHENTICATED, asked.kind());
    assertEquals("AuthFactorTokenRequired", asked.error());
    assertEquals(mails + 1, fixture.announced.size());
    String code = fixture.mailed();
    Refusal wrong = refusal(signIn(Optional.of("aaaaa-bbbbb")));
    assertEquals("InvalidToken", wrong.error());
    assertEquals("Token is invalid", wrong.message());
    assertInstanceOf(
        SignIn.Outcome.Open.class, signIn(Optional.of(" " + code.toUpperCase(Locale.ROOT) + " ")));
    assertEquals("InvalidToken", refusal(signIn(Optional.of(code))).error());
  }

  @Test
  void aCodeEnds() {
    turnOn();
    signIn(Optional.empty());
    String code = fixture.mailed();
    fixture.clock.advance(EmailTokens.LIFETIME);
    assertEquals("ExpiredToken", refusal(signIn(Optional.of(code))).error());
  }

  @Test
  void turningOffTakesATokenAndLeavesTheAddressConfirmed() {
    turnOn();
    assertEquals(
        "TokenRequired", update(ALICE.email(), Optional.empty(), false).orElseThrow().error());
    fixture.emailChanges().ask(fixture.caller(alice));
    String token = fixture.mailed();
    assertEquals(
        "InvalidToken",
        update(ALICE.email(), Optional.of("aaaaa-bbbbb"), false).orElseThrow().error());
    assertEquals(Optional.empty(), update(ALICE.email(), Optional.of(token), false));
    assertEquals(Set.of(), account().factors());
    assertTrue(account().emailConfirmed());
    assertInstanceOf(SignIn.Outcome.Open.class, signIn(Optional.empty()));
  }

  @Test
  void anotherAddressGetsNoCodes() {
    turnOn();
    fixture.emailChanges().ask(fixture.caller(alice));
    assertEquals(Optional.empty(), update(OTHER, Optional.of(fixture.mailed()), false));
    assertEquals(OTHER, account().email());
    assertEquals(Set.of(), account().factors());
  }

  @Test
  void theSixthMailInAnHourIsRefused() {
    turnOn();
    for (int i = 0; i < 5; i++) {
      assertEquals("AuthFactorTokenRequired", refusal(signIn(Optional.empty())).error());
      fixture.clock.advance(Duration.ofSeconds(1));
    }
    assertEquals("RateLimitExceeded", refusal(signIn(Optional.empty())).error());
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.SoftAuthenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passkeys, with an authenticator of our own that can lie. */
@ExtendWith(FirestoreEmulatorExtension.class)
class PasskeysTest {
  private static final String ORIGIN = AccountsFixture.ORIGIN.toString();
  private static final String PURPOSE = "signIn x";
  private static final StepUps.Proof PASSWORD =
      new StepUps.Proof(
          Optional.of(AccountsFixture.request("alice").password()), Optional.empty(), "192.0.2.1");

  private final AccountsFixture fixture;
  private final FactorSettings settings;
  private final Passkeys passkeys;
  private final Did alice;
  private final Caller caller;
  private final SoftAuthenticator device = new SoftAuthenticator(ORIGIN);

  PasskeysTest(Firestore firestore) throws IOException {
    fixture = AccountsFixture.start(firestore);
    settings = fixture.factorSettings();
    passkeys = fixture.passkeys();
    alice = fixture.signedUp("alice").account().did();
    caller = fixture.signedIn(alice);
  }

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private FactorSettings.Outcome<FactorSettings.Added> add(
      SoftAuthenticator authenticator, ObjectNode options) {
    return settings.addPasskey(caller, "phone", authenticator.register(options).toString());
  }

  private FactorSettings.Added added() {
    return AccountsFixture.done(
        add(device, AccountsFixture.done(settings.beginPasskey(caller, PASSWORD))));
  }

  private Account account() {
    return fixture.accounts.find(alice).orElseThrow();
  }

  private ObjectNode asked() {
    return passkeys.request(account(), PURPOSE).orElseThrow();
  }

  private Optional<Refusal> check(ObjectNode answer) {
    return passkeys.check(account(), PURPOSE, answer.toString());
  }

  private void assertInvalid(ObjectNode answer) {
    assertEquals("InvalidToken", check(answer).orElseThrow().error());
  }

  @Test
  void aPasskeyIsAddedUsedAndRemoved() {
    FactorSettings.Added added = added();
    assertEquals(10, added.recoveryCodes().size());
    assertEquals(Set.of(Factor.PASSKEY), account().factors());
    FactorSettings.Status status = AccountsFixture.done(settings.status(caller));
    assertEquals(List.of(added.id()), status.passkeys().stream().map(Passkey::id).toList());
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), check(device.sign(asked())));
    Passkey used = AccountsFixture.done(settings.status(caller)).passkeys().getFirst();
    assertEquals(fixture.clock.instant(), used.usedAt());
    assertEquals(1, used.counter());
    StepUps stepUps = fixture.stepUps();
    ObjectNode options = stepUps.request(caller).orElseThrow();
    assertInstanceOf(
        StepUps.Outcome.Done.class, stepUps.withPasskey(caller, device.sign(options).toString()));
    StepUps.Proof none = new StepUps.Proof(Optional.empty(), Optional.empty(), "192.0.2.1");
    assertEquals(Optional.empty(), settings.removePasskey(caller, added.id(), none));
    assertEquals(Set.of(), account().factors());
    assertFalse(passkeys.request(account(), PURPOSE).isPresent());
  }

  @Test
  void aSignInByPasswordAsksForIt() {
    added();
    SignIn.Outcome outcome =
        fixture.signIn().open("alice@example.com", PASSWORD.password().orElseThrow(), "192.0.2.1");
    assertEquals(
        "AuthFactorTokenRequired",
        assertInstanceOf(SignIn.Outcome.Refused.class, outcome).refusal().error());
  }

  private void assertNotAdded(Consumer<SoftAuthenticator> lie) {
    SoftAuthenticator liar = new SoftAuthenticator(ORIGIN);
    lie.accept(liar);
    assertInstanceOf(
        FactorSettings.Outcome.Refused.class,
        add(liar, AccountsFixture.done(settings.beginPasskey(caller, PASSWORD))));
    assertEquals(Set.of(), account().factors());
  }

  @Test
  void nothingForgedIsAdded() {
    assertNotAdded(liar -> liar.setOrigin("https://evil.test"));
    assertNotAdded(liar -> liar.setDomain("evil.test"));
    assertNotAdded(liar -> liar.setPresent(false));
    ObjectNode options = AccountsFixture.done(settings.beginPasskey(caller, PASSWORD));
    assertInstanceOf(
        FactorSettings.Outcome.Refused.class,
        add(device, options.deepCopy().put("challenge", "A".repeat(43))));
    ObjectNode empty = device.register(options);
    ((ObjectNode) empty.get("response")).put("attestationObject", "oA");
    for (String garbage : new String[] {"", "{}", "[", "{\"response\":1}", empty.toString()}) {
      assertInstanceOf(
          FactorSettings.Outcome.Refused.class, settings.addPasskey(caller, "phone", garbage));
    }
    fixture.clock.advance(Passkeys.LIFETIME);
    assertInstanceOf(FactorSettings.Outcome.Refused.class, add(device, options));
  }

  @Test
  void aRegistrationIsGoodOnce() {
    ObjectNode options = AccountsFixture.done(settings.beginPasskey(caller, PASSWORD));
    String answer = device.register(options).toString();
    AccountsFixture.done(settings.addPasskey(caller, "phone", answer));
    assertInstanceOf(
        FactorSettings.Outcome.Refused.class, settings.addPasskey(caller, "again", answer));
  }

  @Test
  void nothingForgedIsAccepted() {
    added();
    device.setOrigin("https://evil.test");
    assertInvalid(device.sign(asked()));
    device.setOrigin(ORIGIN);
    device.setDomain("evil.test");
    assertInvalid(device.sign(asked()));
    device.setDomain("tiktoktoe.test");
    device.setPresent(false);
    assertInvalid(device.sign(asked()));
    device.setPresent(true);
    assertInvalid(device.sign(asked().put("challenge", "A".repeat(43))));
    assertInvalid(new SoftAuthenticator(ORIGIN).sign(asked()));
    ObjectNode signed = device.sign(asked());
    ObjectNode broken = signed.deepCopy();
    ((ObjectNode) broken.get("response"))
        .put("signature", device.sign(asked()).path("response").path("signature").asText());
    assertInvalid(broken);
    for (String field : new String[] {"authenticatorData", "clientDataJSON", "signature"}) {
      for (String garbage : new String[] {"", "oA", "!", "AAAA"}) {
        ObjectNode bad = signed.deepCopy();
        ((ObjectNode) bad.get("response")).put(field, garbage);
        assertInvalid(bad);
      }
    }
    assertEquals(Optional.empty(), check(signed));
  }

  @Test
  void anAnswerIsGoodOnceForOnePurposeAndForFiveMinutes() {
    added();
    ObjectNode signed = device.sign(asked());
    assertEquals(
        "InvalidToken",
        passkeys.check(account(), "signIn y", signed.toString()).orElseThrow().error());
    assertEquals(Optional.empty(), check(signed));
    assertInvalid(signed);
    ObjectNode late = device.sign(asked());
    fixture.clock.advance(Passkeys.LIFETIME);
    assertInvalid(late);
  }

  @Test
  void aCounterThatGoesBackIsACopy() {
    added();
    device.setCounter(7);
    assertEquals(Optional.empty(), check(device.sign(asked())));
    device.setCounter(6);
    assertInvalid(device.sign(asked()));
    device.setCounter(7);
    assertInvalid(device.sign(asked()));
    assertEquals(Optional.empty(), check(device.sign(asked())));
  }
}

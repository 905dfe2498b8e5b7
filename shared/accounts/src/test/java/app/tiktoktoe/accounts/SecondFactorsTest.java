package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Codes of an app, recovery codes, and what it takes to change them. */
@ExtendWith(FirestoreEmulatorExtension.class)
class SecondFactorsTest {
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");
  private static final String ADDRESS = "192.0.2.1";

  private final AccountsFixture fixture;
  private final FactorSettings settings;
  private final Did alice;
  private final Caller caller;

  SecondFactorsTest(Firestore firestore) throws IOException {
    fixture = AccountsFixture.start(firestore);
    settings = fixture.factorSettings();
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

  private static StepUps.Proof password(String password) {
    return new StepUps.Proof(Optional.of(password), Optional.empty(), ADDRESS);
  }

  private static StepUps.Proof code(String code) {
    return new StepUps.Proof(Optional.empty(), Optional.of(code), ADDRESS);
  }

  private static <T> String refused(FactorSettings.Outcome<T> outcome) {
    return switch (outcome) {
      case FactorSettings.Outcome.Done<T> _ -> throw new AssertionError("not refused");
      case FactorSettings.Outcome.Refused<T>(Refusal refusal) -> refusal.error();
    };
  }

  private String now(byte[] secret) {
    return Totp.code(secret, Totp.step(fixture.clock.instant()));
  }

  private byte[] begin() {
    FactorSettings.NewTotp made =
        AccountsFixture.done(settings.beginTotp(caller, password(ALICE.password())));
    assertTrue(made.uri().contains(made.secret()), made.uri());
    return Base32.decode(made.secret().toLowerCase(Locale.ROOT));
  }

  /** Turns codes of an app on; the code that did it is used up. */
  private byte[] turnOn(List<String> recovery) {
    byte[] secret = begin();
    recovery.addAll(AccountsFixture.done(settings.confirmTotp(caller, now(secret))));
    fixture.clock.advance(Totp.STEP);
    return secret;
  }

  private byte[] turnOn() {
    return turnOn(new java.util.ArrayList<>());
  }

  private SignIn.Outcome signIn(String code) {
    return fixture
        .signIn()
        .open(
            "alice@example.com",
            ALICE.password(),
            code.isEmpty() ? Optional.empty() : Optional.of(code),
            ADDRESS);
  }

  private void assertOpen(String code) {
    assertInstanceOf(SignIn.Outcome.Open.class, signIn(code), code);
  }

  private String error(String code) {
    return assertInstanceOf(SignIn.Outcome.Refused.class, signIn(code)).refusal().error();
  }

  private Set<Factor> factors() {
    return fixture.accounts.find(alice).orElseThrow().factors();
  }

  @Test
  void codesOfAnAppAreOnOnceTheFirstWasRight() {
    assertEquals("InvalidToken", refused(settings.confirmTotp(caller, "123456")));
    byte[] secret = begin();
    assertOpen("");
    assertEquals("InvalidToken", refused(settings.confirmTotp(caller, "12345")));
    assertEquals(Set.of(), factors());
    assertEquals(10, AccountsFixture.done(settings.confirmTotp(caller, " " + now(secret))).size());
    assertEquals(Set.of(Factor.TOTP), factors());
    assertEquals("AuthFactorTokenRequired", error(""));
    assertEquals("InvalidToken", error(now(secret)), "the code that turned it on");
    fixture.clock.advance(Totp.STEP);
    assertOpen(now(secret));
  }

  @Test
  void aSecretWaitsTenMinutesForItsFirstCode() {
    byte[] secret = begin();
    fixture.clock.advance(Duration.ofMinutes(10));
    assertEquals("InvalidToken", refused(settings.confirmTotp(caller, now(secret))));
  }

  @Test
  void aCodeWorksOnceAndNoEarlierOneAfterIt() {
    byte[] secret = turnOn();
    String early = now(secret);
    fixture.clock.advance(Totp.STEP);
    String late = now(secret);
    assertOpen(late.substring(0, 3) + " " + late.substring(3));
    assertEquals("InvalidToken", error(late));
    assertEquals("InvalidToken", error(early));
  }

  @Test
  void theSecretLiesSealed() {
    byte[] secret = turnOn();
    Object stored =
        Await.result(fixture.firestore.collection("secondFactors").document(alice.value()).get())
            .getData();
    assertFalse(String.valueOf(stored).contains(Totp.text(secret)));
    FactorRecord record = new FactorStore(fixture.firestore, fixture.accounts).find(alice);
    byte[] sealed = record.totp().orElseThrow().sealed().toBytes();
    assertTrue(sealed.length > secret.length);
    assertEquals(-1, java.util.Collections.indexOfSubList(bytes(sealed), bytes(secret)));
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new java.util.ArrayList<>();
    for (byte b : array) {
      list.add(b);
    }
    return list;
  }

  @Test
  void aRecoveryCodeWorksOnce() {
    List<String> codes = new java.util.ArrayList<>();
    turnOn(codes);
    assertOpen(codes.get(3).toUpperCase(Locale.ROOT).replace("-", ""));
    assertEquals("InvalidToken", error(codes.get(3)));
    assertOpen(codes.get(4));
    assertEquals(8, AccountsFixture.done(settings.status(caller)).recoveryCodesLeft());
    List<String> fresh =
        AccountsFixture.done(settings.newRecoveryCodes(caller, code(codes.get(5))));
    assertEquals("InvalidToken", error(codes.get(6)));
    assertOpen(fresh.get(0));
  }

  @Test
  void whoGuessesIsStoppedAndTheRightCodeWithThem() {
    byte[] secret = turnOn();
    String right = now(secret);
    String wrong = right.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 10; i++) {
      assertEquals("InvalidToken", error(wrong), "attempt " + i);
    }
    SignIn.Outcome.Refused refused =
        assertInstanceOf(
            SignIn.Outcome.Refused.class,
            fixture
                .signIn()
                .open("alice@example.com", ALICE.password(), Optional.of(right), "198.51.100.7"));
    assertEquals(Refusal.Kind.TOO_MANY, refused.refusal().kind());
    fixture.clock.advance(Duration.ofMinutes(10));
    assertOpen(now(secret));
  }

  @Test
  void fiftyCodesADayAreEnough() {
    byte[] secret = turnOn();
    String wrong = "aaaa-aaaa-aaaa-aaaa";
    for (int i = 0; i < 50; i++) {
      assertEquals("InvalidToken", error(wrong), "attempt " + i);
      fixture.clock.advance(Duration.ofMinutes(2));
    }
    assertEquals("RateLimitExceeded", error(now(secret)));
  }

  @Test
  void changesTakeAProof() {
    assertEquals("AuthenticationRequired", refused(settings.beginTotp(caller, password("wrong"))));
    assertEquals(
        "AuthenticationRequired",
        refused(
            settings.beginTotp(
                caller, new StepUps.Proof(Optional.empty(), Optional.empty(), ADDRESS))));
    byte[] secret = turnOn();
    StepUps.Proof known = password(ALICE.password());
    assertEquals(
        "AuthFactorTokenRequired",
        settings.turnOff(caller, Factor.TOTP, known).orElseThrow().error());
    assertEquals("AuthFactorTokenRequired", refused(settings.beginPasskey(caller, known)));
    assertEquals(
        "InvalidToken",
        settings.turnOff(caller, Factor.TOTP, code("000000")).orElseThrow().error());
    assertEquals(Optional.empty(), settings.turnOff(caller, Factor.TOTP, code(now(secret))));
    assertEquals(Set.of(), factors());
    assertEquals(0, AccountsFixture.done(settings.status(caller)).recoveryCodesLeft());
    assertOpen("");
  }

  @Test
  void aSessionThatWasSteppedUpIsTrustedForFiveMinutes() {
    StepUps stepUps = fixture.stepUps();
    assertEquals(Optional.empty(), stepUps.refusal(caller));
    assertInstanceOf(StepUps.Outcome.Refused.class, stepUps.withCode(caller, "000000"));
    byte[] secret = turnOn();
    Caller other =
        new Caller(
            alice,
            Grant.full(),
            TokenId.newFamily(fixture.random).toString(),
            fixture.clock.instant());
    assertEquals("AuthFactorTokenRequired", stepUps.refusal(caller).orElseThrow().error());
    assertInstanceOf(StepUps.Outcome.Done.class, stepUps.withCode(caller, now(secret)));
    assertEquals(Optional.empty(), stepUps.refusal(caller));
    assertEquals("AuthFactorTokenRequired", stepUps.refusal(other).orElseThrow().error());
    fixture.clock.advance(StepUps.LIFETIME);
    assertEquals("AuthFactorTokenRequired", stepUps.refusal(caller).orElseThrow().error());
  }
}

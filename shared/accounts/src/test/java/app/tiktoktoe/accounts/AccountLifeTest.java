package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class AccountLifeTest {
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");

  private final PlcEmulator plc;
  private final AccountsFixture fixture;
  private final Account alice;
  private final int before;

  AccountLifeTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    fixture = new AccountsFixture(firestore, new HttpPlcDirectory(plc.endpoint()));
    alice = fixture.signedUp("alice").account();
    before = fixture.announced.size();
  }

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    fixture.clear();
    plc.close();
  }

  private RepositoryStatus status() {
    return fixture.repositories.standing(alice.did()).orElseThrow().status();
  }

  private String shown(Did did) {
    return String.valueOf(
        Await.result(fixture.firestore.collection("actors").document(did.value()).get())
            .getString("status"));
  }

  private SignIn.Outcome signIn() {
    return fixture.signIn().open(alice.handle().value(), ALICE.password(), "192.0.2.1");
  }

  private static String error(Optional<Refusal> refusal) {
    return refusal.orElseThrow(() -> new AssertionError("not refused")).error();
  }

  private void assertDone(Optional<Refusal> refusal) {
    assertEquals(Optional.empty(), refusal);
  }

  @Test
  void anAccountIsSwitchedOffAndOnByItsOwner() {
    Instant deleteAfter = fixture.clock.instant().plus(Duration.ofDays(30));
    assertDone(
        fixture.accountSwitch().deactivate(fixture.caller(alice.did()), Optional.of(deleteAfter)));
    assertEquals(RepositoryStatus.DEACTIVATED, status());
    assertEquals("deactivated", shown(alice.did()));
    assertEquals(
        Optional.of(deleteAfter),
        fixture.changes.find(alice.did()).orElseThrow().switches().deleteAfter());
    SignIn.Outcome.Open open = assertInstanceOf(SignIn.Outcome.Open.class, signIn());
    assertEquals(RepositoryStatus.DEACTIVATED, open.status());

    fixture.clock.advance(Duration.ofMinutes(1));
    assertDone(fixture.accountSwitch().activate(fixture.caller(alice.did())));
    assertEquals(RepositoryStatus.ACTIVE, status());
    assertEquals("active", shown(alice.did()));
    assertEquals(
        List.of("account deactivated", "account active", "identity " + alice.handle(), "sync"),
        fixture.told(before));
  }

  @Test
  void anAccountWhoseIdentityPointsElsewhereStaysOff() {
    AccountSwitch elsewhere = fixture.accountSwitchAt(URI.create("https://elsewhere.test"));
    assertDone(elsewhere.deactivate(fixture.caller(alice.did()), Optional.empty()));
    assertEquals("InvalidRequest", error(elsewhere.activate(fixture.caller(alice.did()))));
    assertEquals(RepositoryStatus.DEACTIVATED, status());
  }

  @Test
  void anAccountWhoseImportIsIncompleteStaysOff() {
    assertDone(fixture.accountSwitch().deactivate(fixture.caller(alice.did()), Optional.empty()));
    var head = fixture.firestore.collection("repos").document(alice.did().toString());
    Await.result(head.update("importing", "one:1"));
    assertEquals(
        "InvalidRequest", error(fixture.accountSwitch().activate(fixture.caller(alice.did()))));
    assertEquals(RepositoryStatus.DEACTIVATED, status());
    Await.result(head.update("importing", FieldValue.delete()));
    assertDone(fixture.accountSwitch().activate(fixture.caller(alice.did())));
  }

  @Test
  void aTakedownEndsSessionsAndIsUndone() {
    var old = fixture.caller(alice.did());
    assertDone(
        fixture.takedowns().takeDown(fixture.operator(), alice.did(), Optional.of("case 7")));
    assertEquals(RepositoryStatus.TAKENDOWN, status());
    assertEquals(
        "AccountTakedown",
        assertInstanceOf(SignIn.Outcome.Refused.class, signIn()).refusal().error());
    assertEquals(
        "AccountTakedown",
        assertInstanceOf(SignIn.Outcome.Refused.class, fixture.signIn().find(old))
            .refusal()
            .error());
    fixture.clock.advance(Duration.ofMinutes(1));
    assertEquals(
        "AccountTakedown", error(fixture.accountSwitch().activate(fixture.caller(alice.did()))));
    assertDone(fixture.takedowns().takeDown(fixture.operator(), alice.did(), Optional.empty()));
    assertEquals(RepositoryStatus.ACTIVE, status());
    assertInstanceOf(SignIn.Outcome.Open.class, signIn());
    assertEquals("ExpiredToken", error(fixture.accountSwitch().deactivate(old, Optional.empty())));
    assertEquals(List.of("account takendown", "account active"), fixture.told(before));
  }

  @Test
  void aDeletedAccountLeavesNothingButItsTombstone() {
    new Preferences(fixture.firestore).put(alice.did(), JsonNodeFactory.instance.arrayNode());
    assertDone(fixture.mails().ask(fixture.caller(alice.did()), MailRequest.Kind.DELETE_ACCOUNT));
    String token = fixture.mailed();
    assertDone(
        fixture
            .deletion()
            .delete(alice.did(), ALICE.password(), token.toUpperCase(Locale.ROOT), "192.0.2.1"));
    assertEquals(RepositoryStatus.DELETED, status());
    assertEquals("deleted", shown(alice.did()));
    assertEquals(Optional.empty(), fixture.accounts.find(alice.did()));
    assertEquals(Optional.empty(), fixture.accounts.didOf(alice.handle()));
    assertEquals(Optional.empty(), fixture.accounts.didOf(alice.email()));
    for (String collection :
        List.of("accounts", "handles", "emails", "preferences", "emailTokens")) {
      assertEquals(
          0, Await.result(fixture.firestore.collection(collection).get()).size(), collection);
    }
    assertInstanceOf(SignIn.Outcome.Refused.class, signIn());
    assertEquals(List.of("account deleted"), fixture.told(before + 1));
    assertFalse(fixture.signedUp("alice").account().did().equals(alice.did()));
  }

  @Test
  void deletionNeedsThePasswordAndTheMailedTokenInItsTime() {
    AccountDeletion deletion = fixture.deletion();
    Did did = alice.did();
    assertDone(fixture.mails().ask(fixture.caller(did), MailRequest.Kind.DELETE_ACCOUNT));
    String token = fixture.mailed();
    assertEquals(
        "AuthenticationRequired",
        error(deletion.delete(did, "wrong password", token, "192.0.2.1")));
    assertEquals(
        "AuthenticationRequired",
        error(
            deletion.delete(
                Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"),
                ALICE.password(),
                token,
                "192.0.2.1")));
    assertEquals(
        "InvalidToken", error(deletion.delete(did, ALICE.password(), "aaaaa-bbbbb", "192.0.2.1")));
    fixture.clock.advance(EmailTokens.LIFETIME);
    assertEquals("ExpiredToken", error(deletion.delete(did, ALICE.password(), token, "192.0.2.1")));
    assertEquals(RepositoryStatus.ACTIVE, status());
  }

  @Test
  void aTokenIsForOneKindOfWish() {
    assertDone(fixture.mails().ask(fixture.caller(alice.did()), MailRequest.Kind.PLC_OPERATION));
    assertEquals(
        "InvalidToken",
        error(
            fixture
                .deletion()
                .delete(alice.did(), ALICE.password(), fixture.mailed(), "192.0.2.1")));
  }

  @Test
  void aRequestThatIsDeliveredTwiceMakesOneToken() {
    MailRequest first =
        new MailRequest(alice.did(), MailRequest.Kind.DELETE_ACCOUNT, fixture.clock.instant());
    MailRequest second =
        new MailRequest(first.recipient(), first.kind(), first.time().plusSeconds(1));
    assertTrue(fixture.tokens.make(first).isPresent());
    assertTrue(fixture.tokens.make(first).isPresent());
    fixture.tokens.sent(first);
    assertTrue(fixture.tokens.make(first).isEmpty());
    assertTrue(fixture.tokens.make(second).isPresent());
    assertTrue(fixture.tokens.make(first).isEmpty());
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chain of an account says after each kind of change. */
@ExtendWith(FirestoreEmulatorExtension.class)
class AuditedChangesTest {
  private static final String ADDRESS = "192.0.2.7";

  private final AccountsFixture fixture;
  private final Did alice;

  AuditedChangesTest(Firestore firestore) throws IOException {
    this.fixture = AccountsFixture.start(firestore);
    this.alice = fixture.signedUp("alice").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void clear() {
    assertEquals(List.of(), new AuditCheck(fixture.firestore).chain(alice));
    fixture.close();
  }

  private List<QueryDocumentSnapshot> entries() {
    return Await.result(
            fixture.firestore.collection("auditEntries").orderBy(FieldPath.documentId()).get())
        .getDocuments();
  }

  private List<String> noted() {
    return entries().stream().map(AuditedChangesTest::line).toList();
  }

  private static String line(DocumentSnapshot entry) {
    String about = entry.getString("about");
    return entry.getString("kind")
        + " by "
        + entry.getString("by")
        + (about == null ? "" : " about " + about);
  }

  private Sessions.Tokens signIn(String password) {
    return assertInstanceOf(
            SignIn.Outcome.Open.class,
            fixture.signIn().open("alice.tiktoktoe.test", password, ADDRESS))
        .tokens()
        .orElseThrow();
  }

  private Caller holder(String refreshToken) {
    SessionToken token =
        assertInstanceOf(
                SessionVerifier.Verification.Good.class,
                fixture.verifier().verify(TokenType.REFRESH, refreshToken))
            .token();
    return new Caller(alice, Grant.full(), token.id().toString(), token.issuedAt());
  }

  @Test
  void sessions() {
    String password = AccountsFixture.request("alice").password();
    fixture.signIn().open("alice.tiktoktoe.test", "another password", ADDRESS);
    String phone = signIn(password).refresh();
    fixture.signIn().close(holder(phone));
    fixture.signIn().close(holder(phone));
    String laptop = signIn(password).refresh();
    fixture.signIn().refresh(holder(laptop));
    fixture.clock.advance(Sessions.GRACE);
    fixture.signIn().refresh(holder(laptop));
    assertEquals(
        List.of(
            "sign_up by owner",
            "sign_in by owner",
            "sign_out by owner",
            "sign_in by owner",
            "session_revoked by system"),
        noted());
  }

  @Test
  void appPasswords() {
    AppPasswords appPasswords =
        new AppPasswords(
            fixture.firestore, fixture.accounts, fixture.sessions, fixture.clock, fixture.random);
    AppPasswords.Outcome.Made made =
        assertInstanceOf(
            AppPasswords.Outcome.Made.class, appPasswords.make(alice, "Alice's phone", false));
    signIn(made.password());
    appPasswords.revoke(alice, "Alice's phone");
    assertEquals(
        List.of(
            "sign_up by owner",
            "app_password_created by owner",
            "sign_in by owner about app-password",
            "app_password_revoked by owner"),
        noted());
  }

  @Test
  void credentialsAndNames() {
    Caller caller = fixture.caller(alice);
    EmailAddress email = AccountsFixture.request("alice").email();
    fixture.mails().ask(caller, MailRequest.Kind.CONFIRM_EMAIL);
    fixture.emailChanges().confirm(caller, email.value(), fixture.mailed());
    fixture.emailChanges().ask(caller);
    EmailAddress other = new EmailAddress("other@example.com");
    fixture.emailChanges().update(caller, other, Optional.of(fixture.mailed()));
    fixture.handleChange().change(caller, Handle.parse("alicia.tiktoktoe.test"));
    fixture.passwordReset().ask(other, ADDRESS);
    fixture.passwordReset().reset(fixture.mailed(), "yet another one", ADDRESS);
    assertEquals(
        List.of(
            "sign_up by owner",
            "email_confirmed by owner",
            "email_changed by owner",
            "handle_changed by owner",
            "password_reset by owner"),
        noted());
    String all = entries().stream().map(entry -> entry.getData().toString()).toList().toString();
    for (String secret :
        List.of("example.com", "tiktoktoe.test", "another", "password of", ADDRESS, "$2")) {
      assertFalse(all.contains(secret), () -> secret + " in " + all);
    }
  }

  @Test
  void status() {
    fixture.accountSwitch().deactivate(fixture.caller(alice), Optional.empty());
    fixture.accountSwitch().activate(fixture.caller(alice));
    fixture.takedowns().takeDown(fixture.operator(), alice, Optional.of("case 7"));
    fixture.takedowns().takeDown(fixture.operator(), alice, Optional.empty());
    fixture.clock.advance(Duration.ofSeconds(2));
    fixture.mails().ask(fixture.caller(alice), MailRequest.Kind.DELETE_ACCOUNT);
    fixture
        .deletion()
        .delete(alice, AccountsFixture.request("alice").password(), fixture.mailed(), ADDRESS);
    assertEquals(
        List.of(
            "sign_up by owner",
            "deactivated by owner",
            "activated by owner",
            "taken_down by operator",
            "restored by operator",
            "deleted by owner"),
        noted());
  }

  @Test
  void whatIsRefusedIsNotNoted() {
    fixture
        .accountSwitch()
        .deactivate(fixture.caller(Did.parse("did:plc:nobody")), Optional.empty());
    fixture.passwordReset().reset("abcde-fghij", "yet another one", ADDRESS);
    fixture.deletion().delete(alice, "wrong password", "abcde-fghij", ADDRESS);
    fixture.handleChange().change(fixture.caller(alice), Handle.parse("admin.tiktoktoe.test"));
    assertEquals(List.of("sign_up by owner"), noted());
  }

  @Test
  void sixteenSignInsAtOnceAreOneChain() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Sessions.Tokens>> racers =
          IntStream.range(0, 16)
              .<Callable<Sessions.Tokens>>mapToObj(i -> () -> fixture.sessions.start(alice))
              .toList();
      for (Future<Sessions.Tokens> racer : threads.invokeAll(racers)) {
        holder(racer.get().refresh());
      }
    }
    assertEquals(17, entries().size());
    assertEquals(17, Await.result(fixture.firestore.collection("sessions").get()).size());
  }
}

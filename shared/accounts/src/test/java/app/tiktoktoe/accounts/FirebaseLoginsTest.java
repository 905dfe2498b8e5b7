package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links and sign-ins as they are stored, noted and paid for; every text is somebody's ID token. */
@ExtendWith(FirestoreEmulatorExtension.class)
class FirebaseLoginsTest {
  private static final String ADDRESS = "192.0.2.7";

  private final Firestore firestore =
      new GoogleClients(
              Environment.of(
                  Map.of(
                      "GOOGLE_CLOUD_PROJECT",
                      FirestoreEmulatorExtension.freshProject(),
                      "METERED_FIRESTORE_EMULATOR_HOST",
                      FirestoreEmulatorExtension.hostPort())))
          .firestore();
  private final PlcEmulator plc =
      PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
  private final AccountsFixture fixture =
      new AccountsFixture(firestore, new HttpPlcDirectory(plc.endpoint()));
  private final FirebaseLogins logins = fixture.firebaseLogins(new Believing());
  private final Did alice = fixture.signedUp("alice").account().did();

  FirebaseLoginsTest() throws IOException {
    fixture.clock.advance(Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), new AuditCheck(firestore).chain(alice));
    plc.close();
  }

  /** Takes the uid itself for a token. */
  private static final class Believing implements FirebaseTokens {
    @Override
    public Known read(String idToken) {
      return new Known.Person(idToken);
    }

    @Override
    public Made custom(Did account) {
      return new Made.Token(account.value());
    }
  }

  private static StepUps.Proof proof(String name) {
    return new StepUps.Proof(
        Optional.of(AccountsFixture.request(name).password()), Optional.empty(), ADDRESS);
  }

  private String link(Did did, String uid, String name) {
    return error(logins.link(fixture.caller(did), uid, proof(name)));
  }

  private static String error(Optional<Refusal> refusal) {
    return refusal.map(Refusal::error).orElse("done");
  }

  private String signIn(String uid) {
    return switch (logins.open(uid, Optional.empty(), ADDRESS, "")) {
      case SignIn.Outcome.Open open -> open.account().did().value();
      case SignIn.Outcome.Refused(Refusal refusal) -> refusal.error();
    };
  }

  private List<String> noted() {
    return Await.result(firestore.collection("auditEntries").orderBy(FieldPath.documentId()).get())
        .getDocuments()
        .stream()
        .filter(entry -> entry.getId().contains(alice.value()))
        .map(FirebaseLoginsTest::line)
        .toList();
  }

  private static String line(DocumentSnapshot entry) {
    return "%s by %s about %s"
        .formatted(entry.getString("kind"), entry.getString("by"), entry.getString("about"));
  }

  private static String cost(Callable<?> work) throws Exception {
    Usage usage = new Usage();
    usage.during(work);
    return usage.reads() + " read, " + usage.writes() + " written, " + usage.deletes() + " deleted";
  }

  @Test
  void eachChangeIsNotedAndHasItsPrice() throws Exception {
    assertEquals("5 read, 4 written, 0 deleted", cost(() -> link(alice, "uid", "alice")));
    assertEquals("5 read, 4 written, 0 deleted", cost(() -> signIn("uid")));
    assertEquals(
        "4 read, 3 written, 1 deleted",
        cost(() -> logins.unlink(fixture.caller(alice), proof("alice"))));
    assertEquals("2 read, 1 written, 0 deleted", cost(() -> signIn("uid")));
    assertEquals(
        List.of(
            "sign_up by owner about null",
            "login_linked by owner about firebase",
            "sign_in by owner about null",
            "login_unlinked by owner about firebase"),
        noted());
  }

  @Test
  void twoWhoLinkAtOnceDoNotBothGetThePerson() throws Exception {
    Did bob = fixture.signedUp("bob").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<String> first = threads.submit(() -> link(alice, "uid", "alice"));
      Future<String> second = threads.submit(() -> link(bob, "uid", "bob"));
      List<String> outcomes = List.of(first.get(), second.get());
      assertEquals(1, outcomes.stream().filter("done"::equals).count(), outcomes.toString());
      assertEquals(1, outcomes.stream().filter("LoginTaken"::equals).count(), outcomes.toString());
      assertEquals((first.get().equals("done") ? alice : bob).value(), signIn("uid"));
    }
  }

  @Test
  void noLinkOutlivesItsAccountsStanding() {
    link(alice, "uid", "alice");
    assertEquals(
        Optional.empty(),
        fixture.takedowns().takeDown(fixture.operator(), alice, Optional.of("case")));
    assertEquals("AccountTakedown", signIn("uid"));
    assertEquals(
        Optional.empty(),
        fixture.takedowns().takeDown(fixture.operator(), alice, Optional.empty()));
    assertEquals(alice.value(), signIn("uid"));
    Await.result(firestore.collection("accounts").document(alice.value()).delete());
    assertEquals("LoginNotLinked", signIn("uid"));
  }

  @Test
  void triesAreCounted() {
    for (int attempt = 0; attempt < 30; attempt++) {
      assertEquals("LoginNotLinked", signIn("stranger"));
    }
    assertEquals("RateLimitExceeded", signIn("stranger"));
    assertEquals("LoginNotLinked", signIn("another"));
  }

  @Test
  void whatIsOffRefuses() {
    FirebaseLogins off = fixture.firebaseLogins(new FirebaseOff());
    assertEquals(
        "FirebaseNotConfigured",
        assertInstanceOf(
                SignIn.Outcome.Refused.class, off.open("uid", Optional.empty(), ADDRESS, ""))
            .refusal()
            .error());
    assertEquals(
        "FirebaseNotConfigured", error(off.link(fixture.caller(alice), "uid", proof("alice"))));
    assertEquals(
        "FirebaseNotConfigured",
        assertInstanceOf(FirebaseTokens.Made.Refused.class, off.custom(fixture.caller(alice)))
            .refusal()
            .error());
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FirestoreEmulatorExtension.class)
class SignUpTest {
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");
  private static final SignUpRequest OTHER =
      new SignUpRequest(
          ALICE.handle(),
          new EmailAddress("other@example.com"),
          "another word",
          Optional.empty(),
          "192.0.2.1");

  private final PlcEmulator plc;
  private final PlcDirectory directory;
  private final AccountsFixture fixture;

  SignUpTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    directory = new HttpPlcDirectory(plc.endpoint());
    fixture = new AccountsFixture(firestore, directory);
  }

  @AfterEach
  void close() {
    fixture.clear();
    plc.close();
  }

  private SignUpOutcome run(SignUpRequest request) {
    return fixture.signUp((step, did) -> {}).run(request);
  }

  private SignUpOutcome.Created created(SignUpOutcome outcome) {
    return assertInstanceOf(SignUpOutcome.Created.class, outcome);
  }

  private static String error(SignUpOutcome outcome) {
    return assertInstanceOf(SignUpOutcome.Refused.class, outcome).refusal().error();
  }

  /** Dies after a step; gives the DID that the sign-up had by then. */
  private Did killedAfter(String fatal) {
    AtomicReference<Did> seen = new AtomicReference<>();
    SignUp signUp =
        fixture.signUp(
            (step, did) -> {
              seen.set(did);
              if (step.equals(fatal)) {
                throw new Killed();
              }
            });
    assertThrows(Killed.class, () -> signUp.run(ALICE));
    return seen.get();
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private long count(String collection) {
    return Await.result(fixture.firestore.collection(collection).get()).size();
  }

  @Test
  void makesAnAccountWithAllThatBelongsToIt() {
    SignUpOutcome.Created created = created(run(ALICE));
    Did did = created.account().did();
    assertEquals(PlcDirectory.Presence.LIVE, directory.presence(did));
    assertEquals(Optional.of(did), fixture.directory.didOf(ALICE.handle()));
    assertEquals(Optional.of(created.account()), fixture.accounts.find(did));
    assertTrue(fixture.repositories.describe(did).isPresent());
    assertEquals(
        created.account().signingKey(),
        fixture.repositories.signingKey(did).orElseThrow().publicKey());
    assertEquals(4, count("outbox"));
    assertEquals(
        List.of(
            RepoEvent.IdentityEvent.class,
            RepoEvent.AccountEvent.class,
            RepoEvent.CommitEvent.class,
            RepoEvent.SyncEvent.class),
        fixture.announced.stream()
            .<Class<?>>map(message -> RepoEventJson.decode(message.data()).getClass())
            .toList());
    assertInstanceOf(
        SessionVerifier.Verification.Good.class,
        fixture.verifier().verify(TokenType.ACCESS, created.tokens().access()));
  }

  @Test
  void theDirectoryHoldsTheDocumentThatWeRender() throws IOException, InterruptedException {
    Did did = created(run(ALICE)).account().did();
    try (var client = HttpClient.newHttpClient()) {
      String body =
          client
              .send(
                  HttpRequest.newBuilder(plc.endpoint().resolve("/" + did)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertEquals(
          fixture.directory.documentOf(did).orElseThrow(), new ObjectMapper().readTree(body));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reserved", "posted", "published", "written", "announced"})
  void theSameRequestGoesOnAfterAKill(String step) {
    Did did = killedAfter(step);
    SignUpOutcome.Created created = created(run(ALICE));
    assertEquals(did, created.account().did());
    assertEquals(PlcDirectory.Presence.LIVE, directory.presence(did));
    assertEquals(1, count("accounts"));
    assertEquals(4, count("outbox"));
    assertTrue(fixture.repositories.describe(did).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reserved", "posted", "published"})
  void anAbandonedSignUpIsUndone(String step) {
    Did did = killedAfter(step);
    assertEquals(0, fixture.sweep().run());
    fixture.clock.advance(SignUp.RESERVED_FOR);
    assertEquals(1, fixture.sweep().run());
    assertEquals(PlcDirectory.Presence.TOMBSTONED, directory.presence(did));
    assertEquals(0, count("handles"));
    assertNotEquals(did, created(run(OTHER)).account().did());
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "announced"})
  void anAccountThatExistsIsNotSwept(String step) {
    Did did = killedAfter(step);
    fixture.clock.advance(Duration.ofHours(1));
    assertEquals(0, fixture.sweep().run());
    assertEquals(PlcDirectory.Presence.LIVE, directory.presence(did));
    assertEquals("InvalidRequest", error(run(ALICE)));
  }

  @Test
  void aReservationKeepsOthersOutAndOnlyForItsTime() {
    Did did = killedAfter("published");
    assertEquals("InvalidRequest", error(run(OTHER)));
    fixture.clock.advance(SignUp.RESERVED_FOR);
    assertNotEquals(did, created(run(OTHER)).account().did());
    assertEquals(PlcDirectory.Presence.TOMBSTONED, directory.presence(did));
  }

  @Test
  void aReservationBelongsToWhoeverKnowsThePassword() {
    killedAfter("published");
    SignUpRequest thief =
        new SignUpRequest(
            ALICE.handle(), ALICE.email(), "a wild guess", Optional.empty(), "192.0.2.1");
    assertEquals("InvalidRequest", error(run(thief)));
  }

  @Test
  void guessingThePasswordOfAnotherSignUpIsLimited() {
    killedAfter("published");
    SignUpRequest thief =
        new SignUpRequest(
            ALICE.handle(), ALICE.email(), "a wild guess", Optional.empty(), "192.0.2.1");
    for (int i = 0; i < 30; i++) {
      assertEquals("InvalidRequest", error(run(thief)));
    }
    assertEquals("RateLimitExceeded", error(run(ALICE)));
  }

  @Test
  void aGenesisThatArrivesAfterTheSweepStaysDead() {
    Did did = killedAfter("reserved");
    HandleRecords records = new HandleRecords(fixture.firestore);
    Reservation reservation =
        assertInstanceOf(HandleRecords.State.Held.class, records.find(ALICE.handle()))
            .reservation();
    fixture.clock.advance(SignUp.RESERVED_FOR);
    assertEquals(1, fixture.sweep().run());
    assertEquals(false, directory.submit(did, reservation.genesis()));
    assertEquals(PlcDirectory.Presence.TOMBSTONED, directory.presence(did));
  }

  @Test
  void aTakenEmailEndsTheSignUpAndItsIdentity() {
    created(run(ALICE));
    SignUpRequest second =
        new SignUpRequest(
            AccountsFixture.request("alicia").handle(),
            ALICE.email(),
            "another word",
            Optional.empty(),
            "192.0.2.1");
    assertEquals("InvalidRequest", error(run(second)));
    assertEquals(1, count("handles"));
  }

  @Test
  void anEmailTakenMeanwhileLeavesNoLiveIdentity() {
    SignUpRequest second =
        new SignUpRequest(
            AccountsFixture.request("alicia").handle(),
            ALICE.email(),
            "another word",
            Optional.empty(),
            "192.0.2.1");
    AtomicReference<Did> seen = new AtomicReference<>();
    SignUp slow =
        fixture.signUp(
            (step, did) -> {
              seen.set(did);
              if (step.equals("published")) {
                created(run(ALICE));
              }
            });
    assertEquals("InvalidRequest", error(slow.run(second)));
    assertEquals(PlcDirectory.Presence.TOMBSTONED, directory.presence(seen.get()));
    assertEquals(1, count("handles"));
  }

  @Test
  void aDirectoryThatFailsLeavesAHandleThatIsFreedLater() {
    plc.close();
    assertThrows(PlcUnavailableException.class, () -> run(ALICE));
    assertThrows(PlcUnavailableException.class, () -> run(ALICE));
    assertEquals(0, count("accounts"));
    fixture.clock.advance(SignUp.RESERVED_FOR);
    assertThrows(PlcUnavailableException.class, () -> fixture.sweep().run());
    assertEquals(1, count("handles"));
  }

  @Test
  void racingRequestsMakeOneAccount() throws InterruptedException, ExecutionException {
    List<Callable<SignUpOutcome>> racers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      racers.add(() -> run(ALICE));
    }
    List<Did> dids = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(racers.size())) {
      for (Future<SignUpOutcome> racer : threads.invokeAll(racers)) {
        if (racer.get() instanceof SignUpOutcome.Created created) {
          dids.add(created.account().did());
        } else {
          assertEquals("ServiceUnavailable", error(racer.get()));
        }
      }
    }
    assertEquals(1, dids.stream().distinct().count());
    assertEquals(1, count("accounts"));
    assertEquals(PlcDirectory.Presence.LIVE, directory.presence(dids.getFirst()));
  }

  @Test
  void aWeakPasswordAndABadHandleAreRefusedBeforeAnythingIsWritten() {
    assertEquals(
        "InvalidPassword",
        error(
            run(
                new SignUpRequest(
                    ALICE.handle(),
                    ALICE.email(),
                    "x".repeat(73),
                    Optional.empty(),
                    "192.0.2.1"))));
    assertEquals("InvalidHandle", error(run(AccountsFixture.request("al"))));
    assertEquals("HandleNotAvailable", error(run(AccountsFixture.request("admin"))));
    assertEquals(0, count("handles"));
  }
}

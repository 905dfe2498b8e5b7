package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class SessionsTest {
  private static final Did SERVICE = AccountsFixture.SERVICE;
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");

  private final MutableClock clock = new MutableClock();
  private final Sessions sessions;
  private final SessionVerifier verifier = new SessionVerifier(TestSecrets.ONE, SERVICE, clock);

  SessionsTest(Firestore firestore) {
    sessions = new Sessions(firestore, TestSecrets.ONE, SERVICE, clock, new SecureRandom());
  }

  private TokenId id(String refreshToken) {
    return assertInstanceOf(
            SessionVerifier.Verification.Good.class,
            verifier.verify(TokenType.REFRESH, refreshToken))
        .token()
        .id();
  }

  private Optional<String> refresh(String refreshToken) {
    return sessions
        .refresh(ALICE, List.of(), Instant.EPOCH, "", id(refreshToken))
        .map(Sessions.Tokens::refresh);
  }

  @Test
  void eachRefreshGivesANewToken() {
    String first = sessions.start(ALICE).refresh();
    String second = refresh(first).orElseThrow();
    String third = refresh(second).orElseThrow();
    assertEquals(3, Set.of(first, second, third).size());
    assertEquals(id(first).family(), id(third).family());
  }

  @Test
  void aTokenUsedAgainWithinTwoHoursGivesTheSameSuccessor() {
    String first = sessions.start(ALICE).refresh();
    clock.advance(Duration.ofHours(20));
    String second = refresh(first).orElseThrow();
    clock.advance(Sessions.GRACE.minusSeconds(1));
    assertEquals(Optional.of(second), refresh(first));
    String third = refresh(second).orElseThrow();
    assertEquals(Optional.of(second), refresh(first));
    assertEquals(Optional.of(third), refresh(second));
  }

  @Test
  void aTokenUsedAgainLaterEndsTheSession() {
    String first = sessions.start(ALICE).refresh();
    String second = refresh(first).orElseThrow();
    clock.advance(Sessions.GRACE);
    assertEquals(Optional.empty(), refresh(first));
    assertEquals(Optional.empty(), refresh(second));
  }

  @Test
  void aForgottenTokenEndsTheSession() {
    String first = sessions.start(ALICE).refresh();
    String second = refresh(first).orElseThrow();
    clock.advance(Sessions.GRACE);
    String third = refresh(second).orElseThrow();
    assertEquals(Optional.empty(), refresh(first));
    assertEquals(Optional.empty(), refresh(third));
  }

  @Test
  void racingClientsGetOneSuccessor() throws InterruptedException, ExecutionException {
    String first = sessions.start(ALICE).refresh();
    Callable<Optional<String>> racer = () -> refresh(first);
    Set<Optional<String>> successors = new HashSet<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Optional<String>>> racers = Collections.nCopies(8, racer);
      for (Future<Optional<String>> result : threads.invokeAll(racers)) {
        successors.add(result.get());
      }
    }
    assertEquals(1, successors.size());
    assertNotEquals(Optional.empty(), successors.iterator().next());
  }

  @Test
  void aSessionThatWasEndedGivesNothing() {
    String first = sessions.start(ALICE).refresh();
    sessions.end(ALICE, id(first));
    assertEquals(Optional.empty(), refresh(first));
    sessions.end(ALICE, id(first));
  }

  @Test
  void oneEndDoesNotTouchAnotherSession() {
    String phone = sessions.start(ALICE).refresh();
    String laptop = sessions.start(ALICE).refresh();
    sessions.end(ALICE, id(phone));
    assertNotEquals(Optional.empty(), refresh(laptop));
  }

  @Test
  void aTokenOfAnotherAccountGivesNothing() {
    String first = sessions.start(ALICE).refresh();
    assertEquals(Optional.empty(), sessions.refresh(BOB, List.of(), Instant.EPOCH, "", id(first)));
    assertNotEquals(Optional.empty(), refresh(first));
  }
}

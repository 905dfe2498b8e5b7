package app.tiktoktoe.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.WriteBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class StatusChangesTest {
  private final Fixture fixture = new Fixture();
  private final Repositories repositories = fixture.repositories();
  private final StatusChanges changes = new StatusChanges(fixture.firestore, fixture.clock);

  private StatusChanges.Changed change(
      StatusChanges.Current current, AccountSwitches next, boolean endsSessions) {
    WriteBatch batch = fixture.firestore.batch();
    StatusChanges.Changed changed = changes.addTo(batch, current, next, endsSessions);
    Await.result(batch.commit());
    return changed;
  }

  private StatusChanges.Current current(Did did) {
    return changes.find(did).orElseThrow();
  }

  private WriteOutcome write(Did did) {
    return repositories.apply(
        fixture.request(did, Fixture.creating(Fixture.POST, "3kaaa", Fixture.post("hi"))));
  }

  @Test
  void ownerAndOperatorSwitchIndependently() {
    Did did = fixture.open(repositories).did();
    AccountSwitches active = current(did).switches();
    assertEquals(RepositoryStatus.ACTIVE, active.status());
    Instant later = fixture.clock.instant().plus(Duration.ofDays(3));
    AccountSwitches off = active.deactivated(fixture.clock.instant(), Optional.of(later));
    change(current(did), off, false);
    assertEquals(off, current(did).switches());
    change(current(did), off.takenDown(Optional.of("case 7")), true);
    assertEquals(RepositoryStatus.TAKENDOWN, current(did).switches().status());
    change(current(did), current(did).switches().takenDown(Optional.empty()), false);
    assertEquals(off, current(did).switches());
    change(current(did), off.activated(), false);
    assertEquals(active, current(did).switches());
  }

  @Test
  void aWriterThatKeepsTheHeadObeysAtOnce() {
    Did did = fixture.open(repositories).did();
    assertInstanceOf(
        WriteOutcome.Committed.class,
        repositories.apply(
            fixture.request(did, Fixture.creating(Fixture.POST, "3kzzz", Fixture.post("first")))));
    change(current(did), current(did).switches().takenDown(Optional.of("case 7")), true);
    assertEquals(new WriteOutcome.AccountInactive(RepositoryStatus.TAKENDOWN), write(did));
    change(current(did), current(did).switches().takenDown(Optional.empty()), false);
    assertEquals(new WriteOutcome.TokenRevoked(), write(did));
    fixture.clock.advance(Duration.ofSeconds(1));
    assertInstanceOf(WriteOutcome.Committed.class, write(did));
  }

  @Test
  void aChangeFailsWhenTheHeadHasChanged() {
    Did did = fixture.open(repositories).did();
    StatusChanges.Current stale = current(did);
    assertInstanceOf(WriteOutcome.Committed.class, write(did));
    AccountSwitches next = stale.switches().deleted();
    assertThrows(RuntimeException.class, () -> change(stale, next, true));
    assertEquals(RepositoryStatus.ACTIVE, current(did).switches().status());
  }

  @Test
  void changesOfOneMomentAreInOrder() {
    Did did = fixture.open(repositories).did();
    AccountSwitches active = current(did).switches();
    AccountEvent first =
        change(current(did), active.deactivated(fixture.clock.instant(), Optional.empty()), false)
            .account();
    AccountEvent second = change(current(did), active, false).account();
    assertEquals(
        List.of(AccountStatus.DEACTIVATED, AccountStatus.ACTIVE),
        List.of(first.status(), second.status()));
    assertTrue(second.time().isAfter(first.time()));
  }

  @Test
  void aDeletedAccountLeavesAHeadWithoutItsKey() {
    Did did = fixture.open(repositories).did();
    change(current(did), current(did).switches().deleted(), true);
    assertEquals(RepositoryStatus.DELETED, current(did).switches().status());
    assertEquals(RepositoryStatus.DELETED, repositories.describe(did).orElseThrow().status());
    assertThrows(RuntimeException.class, () -> fixture.repositories().signingKey(did));
  }

  @Test
  void aRepositoryMayBeginInactive() {
    Did did = Did.parse("did:web:an-account-that-moves-here.example.com");
    WriteBatch batch = fixture.firestore.batch();
    repositories.open(
        batch,
        did,
        SigningKey.generate(Curve.K256, new SecureRandom()),
        RepositoryStatus.DEACTIVATED);
    Await.result(batch.commit());
    assertEquals(new WriteOutcome.AccountInactive(RepositoryStatus.DEACTIVATED), write(did));
    change(current(did), current(did).switches().activated(), false);
    assertInstanceOf(WriteOutcome.Committed.class, write(did));
  }

  @Test
  void costsAReadAndAWrite() throws Exception {
    Did did = fixture.open(repositories).did();
    Usage usage = new Usage();
    usage.during(
        () -> change(current(did), current(did).switches().takenDown(Optional.of("1")), true));
    assertEquals(2, usage.reads());
    assertEquals(1, usage.writes());
  }
}

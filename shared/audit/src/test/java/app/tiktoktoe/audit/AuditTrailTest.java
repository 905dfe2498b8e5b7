package app.tiktoktoe.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class AuditTrailTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final AuditEvent SIGN_IN = AuditEvent.byOwner(AuditKind.SIGN_IN);

  private final MutableClock clock = new MutableClock();
  private final Firestore firestore;
  private final AuditTrail trail;
  private final AuditCheck check;
  private final Chains chains;

  AuditTrailTest(Firestore firestore) {
    this.firestore = firestore;
    this.trail = new AuditTrail(firestore, clock, new SecureRandom());
    this.check = new AuditCheck(firestore);
    this.chains = new Chains(firestore);
    Await.result(firestore.recursiveDelete(firestore.collection(AuditDocuments.ENTRIES)));
    Await.result(firestore.recursiveDelete(firestore.collection(AuditDocuments.CHAINS)));
    Await.result(firestore.recursiveDelete(firestore.collection("things")));
  }

  private DocumentReference thing(String id) {
    return firestore.collection("things").document(id);
  }

  private DocumentSnapshot read(String id) {
    return Await.result(thing(id).get());
  }

  private boolean write(AuditEvent event, String id) {
    return trail.isCommitted(ALICE, event, batch -> batch.create(thing(id), Map.of("is", 1)));
  }

  private List<AuditEntry> entries() {
    return chains.read(ALICE).entries().values().stream().map(Optional::orElseThrow).toList();
  }

  @Test
  void aChangeAndItsEntryAreWrittenTogether() {
    Instant start = clock.instant();
    assertTrue(write(AuditEvent.byOwner(AuditKind.SIGN_UP), "one"));
    clock.advance(Duration.ofHours(1));
    assertTrue(write(AuditEvent.byOperator(AuditKind.TAKEN_DOWN), "two"));
    assertTrue(read("one").exists());
    List<AuditEntry> entries = entries();
    assertEquals(2, entries.size());
    assertEquals(AuditEntry.BEGINNING, entries.getFirst().previous());
    assertEquals(AuditKind.SIGN_UP, entries.getFirst().event().kind());
    assertEquals(start, entries.getFirst().at());
    assertEquals(AuditActor.OPERATOR, entries.getLast().event().by());
    assertEquals(entries.getFirst().hash(), entries.getLast().previous());
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void timesOfAChainGrowWhateverTheClockSays() {
    write(SIGN_IN, "one");
    write(SIGN_IN, "two");
    clock.advance(Duration.ofHours(-1));
    write(SIGN_IN, "three");
    List<Instant> times = entries().stream().map(AuditEntry::at).toList();
    assertEquals(times.stream().sorted().distinct().toList(), times);
  }

  @Test
  void aChangeThatIsRefusedLeavesNoEntry() {
    assertTrue(write(SIGN_IN, "one"));
    assertFalse(write(SIGN_IN, "one"));
    assertEquals(1, entries().size());
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void aChangeThatThrowsLeavesNeither() {
    assertThrows(
        IllegalStateException.class,
        () ->
            trail.isCommitted(
                ALICE,
                SIGN_IN,
                batch -> {
                  batch.create(thing("one"), Map.of("is", 1));
                  throw new IllegalStateException("killed");
                }));
    assertFalse(read("one").exists());
    assertEquals(List.of(), entries());
  }

  @Test
  void aChangeIsAskedAgainWhenTheChainHasMoved() {
    List<WriteBatch> asked = new ArrayList<>();
    assertTrue(
        trail.isCommitted(
            ALICE,
            SIGN_IN,
            batch -> {
              asked.add(batch);
              if (asked.size() == 1) {
                write(AuditEvent.byOwner(AuditKind.DEACTIVATED), "between");
              }
              batch.create(thing("one"), Map.of("is", 1));
            }));
    assertEquals(2, asked.size());
    assertEquals(2, entries().size());
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void aMovedChainDoesNotHideTheChangesOwnConflict() {
    Await.result(thing("one").create(Map.of("is", 0)));
    DocumentSnapshot seen = read("one");
    List<WriteBatch> asked = new ArrayList<>();
    assertFalse(
        trail.isCommitted(
            ALICE,
            SIGN_IN,
            batch -> {
              asked.add(batch);
              if (asked.size() == 1) {
                trail.isCommitted(
                    ALICE, SIGN_IN, other -> other.update(thing("one"), Map.of("is", 1)));
              }
              batch.update(
                  thing("one"), Map.of("is", 2), Precondition.updatedAt(seen.getUpdateTime()));
            }));
    assertEquals(1L, read("one").getLong("is"));
    assertEquals(1, entries().size());
  }

  @Test
  void sixteenAtOnceLeaveOneChain() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Boolean>> racers =
          LongStream.range(0, 16)
              .<Callable<Boolean>>mapToObj(i -> () -> write(SIGN_IN, "racer" + i))
              .toList();
      for (Future<Boolean> racer : threads.invokeAll(racers)) {
        assertTrue(racer.get());
      }
    }
    assertEquals(
        LongStream.rangeClosed(1, 16).boxed().toList(),
        entries().stream().map(AuditEntry::seq).toList());
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void oneOfSixteenGetsWhatCanBeHadOnce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Boolean>> racers =
          LongStream.range(0, 16)
              .<Callable<Boolean>>mapToObj(i -> () -> write(SIGN_IN, "only"))
              .toList();
      int winners = 0;
      for (Future<Boolean> racer : threads.invokeAll(racers)) {
        winners += racer.get() ? 1 : 0;
      }
      assertEquals(1, winners);
    }
    assertEquals(1, entries().size());
  }

  @Test
  void aLostAnswerIsNotAConflict() {
    try (LostAnswers lost = new LostAnswers(firestore.getOptions().getProjectId())) {
      AuditTrail through = new AuditTrail(lost.firestore(), clock, new SecureRandom());
      lost.loseNext();
      assertEquals(
          Optional.of("made"),
          through.commit(
              ALICE,
              SIGN_IN,
              batch -> {
                batch.create(thing("one"), Map.of("is", 1));
                return "made";
              }));
      assertEquals(0, lost.toLose());
    }
    assertEquals(1, entries().size());
    assertTrue(read("one").exists());
  }

  @Test
  void aLinkIsGoodForOneBatch() {
    AuditLink link = trail.link(ALICE);
    WriteBatch first = firestore.batch();
    link.addTo(first, AuditEvent.bySystem(AuditKind.ERASED));
    Await.result(first.commit());
    WriteBatch second = firestore.batch();
    link.addTo(second, AuditEvent.bySystem(AuditKind.ERASED));
    assertThrows(RuntimeException.class, () -> Await.result(second.commit()));
    assertEquals(1, entries().size());
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void accountsHaveTheirOwnChains() {
    Did longer = Did.parse(ALICE + "b");
    write(SIGN_IN, "one");
    trail.isCommitted(longer, SIGN_IN, batch -> {});
    assertEquals(1, entries().size());
    assertEquals(1, chains.read(longer).entries().size());
  }

  @Test
  void whatNamesAPersonIsRefused() {
    for (String about : List.of("alice.test", "a@example.com", "Secret", "", "x".repeat(65))) {
      assertThrows(IllegalArgumentException.class, () -> SIGN_IN.about(about));
    }
    assertThrows(IllegalArgumentException.class, () -> new AuditActor("alice.test"));
  }
}

package app.tiktoktoe.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditFault.What;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.emulators.logging.LoggingEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.logging.v2.LogEntry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chains that somebody who may write every document has changed. */
@ExtendWith(FirestoreEmulatorExtension.class)
class AuditCheckTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");

  private final MutableClock clock = new MutableClock();
  private final LoggingEmulator emulator;
  private final Firestore firestore;
  private final AuditTrail trail;
  private final AuditLog log;
  private final AuditCarrier carrier;
  private final AuditAnchors anchors;
  private final AuditCheck check;

  AuditCheckTest(Firestore firestore) throws IOException {
    emulator = LoggingEmulator.start(new LoggingEmulator.Config(0, null, InstantSource.system()));
    GoogleClients clients =
        new GoogleClients(
            Environment.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", "demo", "LOGGING_EMULATOR_HOST", emulator.hostPort())));
    this.firestore = firestore;
    trail = new AuditTrail(firestore, clock, new SecureRandom());
    log = new AuditLog(clients::logging, "demo", "");
    carrier = new AuditCarrier(firestore, log);
    anchors = new AuditAnchors(firestore, log, clock);
    check = new AuditCheck(firestore);
    write(ALICE, 5);
    write(BOB, 2);
  }

  @AfterEach
  void clear() {
    firestore.listCollections().forEach(all -> Await.result(firestore.recursiveDelete(all)));
    emulator.close();
  }

  private void write(Did did, int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofMinutes(1));
      trail.isCommitted(did, AuditEvent.byOwner(AuditKind.SIGN_IN), batch -> {});
    }
  }

  private DocumentReference entry(long seq) {
    return AuditDocuments.entry(firestore, ALICE, seq);
  }

  private Map<String, Object> fields(long seq) {
    return Objects.requireNonNull(Await.result(entry(seq).get()).getData());
  }

  private List<LogEntry> lines(String what) {
    return emulator.entries().stream()
        .filter(line -> line.getLabelsOrDefault("what", "").equals(what))
        .toList();
  }

  private Set<AuditFault> all() {
    Set<AuditFault> faults = new HashSet<>();
    Optional<AuditCheck.Step> step = Optional.of(AuditCheck.Step.first());
    while (step.isPresent()) {
      AuditCheck.Found found = check.step(step.get(), log, anchors);
      faults.addAll(found.faults());
      assertEquals(List.of(), found.brokenAnchors());
      step = found.next();
    }
    return faults;
  }

  private static AuditFault fault(long seq, What what) {
    return new AuditFault(ALICE, seq, what);
  }

  private void assertFaults(AuditFault... expected) {
    assertEquals(Set.of(expected), Set.copyOf(check.account(ALICE, log, anchors)));
    assertEquals(Set.of(expected), all());
    assertEquals(List.of(), check.account(BOB, log, anchors));
  }

  @Test
  void whatWasLeftAloneIsWhole() {
    assertFaults();
    assertEquals(7, carrier.run());
    assertEquals(2, anchors.run());
    assertFaults();
  }

  @Test
  void eachEntryIsCopiedOnce() {
    assertEquals(7, carrier.run());
    assertEquals(0, carrier.run());
    Await.result(entry(2).update("pending", AuditDocuments.shardAndTime(0, clock.instant())));
    assertEquals(1, carrier.run());
    assertEquals(7, lines("entry").size());
    LogEntry line = lines("entry").getFirst();
    assertEquals("projects/demo/logs/audit", line.getLogName());
    assertEquals(ALICE.value(), line.getJsonPayload().getFieldsOrThrow("did").getStringValue());
    assertEquals(
        line.getInsertId(), line.getJsonPayload().getFieldsOrThrow("hash").getStringValue());
    assertFalse(Await.result(entry(1).get()).contains("pending"));
  }

  @Test
  void aRemovedEntryIsNamed() {
    carrier.run();
    Await.result(entry(3).delete());
    assertFaults(fault(3, What.REMOVED));
  }

  @Test
  void anAlteredEntryIsNamed() {
    carrier.run();
    Await.result(entry(3).update("by", "operator"));
    assertFaults(fault(3, What.ALTERED));
    Await.result(entry(3).update("by", "nonsense of any kind"));
    assertFaults(fault(3, What.ALTERED));
  }

  @Test
  void reorderedEntriesAreNamed() {
    carrier.run();
    Map<String, Object> second = fields(2);
    Map<String, Object> third = fields(3);
    Await.result(entry(2).set(third));
    Await.result(entry(3).set(second));
    assertFaults(fault(2, What.REORDERED), fault(3, What.REORDERED));
  }

  @Test
  void aCutChainIsNamedByItsCopies() {
    carrier.run();
    cut(3);
    assertFaults(fault(4, What.CUT), fault(5, What.CUT));
  }

  @Test
  void aCutChainIsNamedByTheStoredAnchorsToo() {
    anchors.run();
    try (LoggingEmulator empty = started()) {
      AuditLog forgotten =
          new AuditLog(
              new GoogleClients(
                      Environment.of(
                          Map.of(
                              "GOOGLE_CLOUD_PROJECT",
                              "demo",
                              "LOGGING_EMULATOR_HOST",
                              empty.hostPort())))
                  ::logging,
              "demo",
              "");
      cut(3);
      assertEquals(List.of(fault(5, What.CUT)), check.account(ALICE, forgotten, anchors));
    }
  }

  private static LoggingEmulator started() {
    try {
      return LoggingEmulator.start(new LoggingEmulator.Config(0, null, InstantSource.system()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As somebody would who knows how: the end says the same. */
  private void cut(long last) {
    AuditEntry left = AuditDocuments.entry(Await.result(entry(last).get()));
    Await.result(entry(4).delete());
    Await.result(entry(5).delete());
    Await.result(
        AuditDocuments.chain(firestore, ALICE)
            .set(new HashMap<>(AuditDocuments.chainFields(left))));
    assertEquals(List.of(), check.chain(ALICE));
  }

  @Test
  void aChainThatIsGoneIsNamed() {
    carrier.run();
    for (long seq = 1; seq <= 5; seq++) {
      Await.result(entry(seq).delete());
    }
    Await.result(AuditDocuments.chain(firestore, ALICE).delete());
    assertEquals(List.of(), check.chain(ALICE));
    assertFaults(
        fault(1, What.CUT),
        fault(2, What.CUT),
        fault(3, What.CUT),
        fault(4, What.CUT),
        fault(5, What.CUT));
  }

  @Test
  void anchorsNoteWhatHasMovedAndAreAChain() {
    clock.advance(Duration.ofHours(1));
    assertEquals(2, anchors.run());
    clock.advance(Duration.ofHours(1));
    assertEquals(0, anchors.run());
    write(ALICE, 1);
    clock.advance(Duration.ofHours(1));
    assertEquals(1, anchors.run());
    List<AuditAnchor> stored = anchors.after(0, 10);
    assertEquals(List.of(1L, 2L, 3L), stored.stream().map(AuditAnchor::number).toList());
    assertEquals(stored.get(1).hash(), stored.get(2).previous());
    assertEquals(ALICE, stored.get(2).heads().getFirst().did());
    assertEquals(6, stored.get(2).heads().getFirst().seq());
    assertEquals(3, lines("anchor").size());
    Await.result(
        firestore.collection("auditAnchors").document("0000000002").update("previous", "f"));
    List<Long> broken = new ArrayList<>();
    broken.addAll(
        check.step(new AuditCheck.Step(AuditCheck.Part.ANCHORS, ""), log, anchors).brokenAnchors());
    assertEquals(List.of(2L), broken);
  }

  @Test
  void anAnchorWhoseCopyWasNotMadeIsCopiedTheNextTime() {
    anchors.run();
    QueryDocumentSnapshot anchor =
        Await.result(firestore.collection("auditAnchors").get()).getDocuments().getFirst();
    Await.result(anchor.getReference().update("pending", true));
    clock.advance(Duration.ofHours(1));
    anchors.run();
    assertEquals(2, lines("anchor").size());
    assertTrue(
        Await.result(firestore.collection("auditAnchors").whereEqualTo("pending", true).get())
            .isEmpty());
  }

  @Test
  void faultsAreToldInTheLog() {
    log.report(List.of(fault(3, What.REMOVED)), clock.instant());
    assertEquals("ERROR", lines("fault").getFirst().getSeverity().name());
    assertEquals(
        "REMOVED",
        lines("fault").getFirst().getJsonPayload().getFieldsOrThrow("fault").getStringValue());
    carrier.run();
    assertFaults();
  }
}

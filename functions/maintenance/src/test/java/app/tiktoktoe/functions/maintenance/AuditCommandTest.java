package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditAnchors;
import app.tiktoktoe.audit.AuditCarrier;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditLog;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.logging.LoggingEmulator;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command of the runbook, from its message to the lines that somebody reads. */
@ExtendWith(FirestoreEmulatorExtension.class)
class AuditCommandTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");

  private final MutableClock clock = new MutableClock();
  private final Queue<Message> messages = new ArrayDeque<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final LoggingEmulator emulator;
  private final Firestore firestore;
  private final AuditChecking command;

  AuditCommandTest(Firestore firestore) throws IOException {
    this.firestore = firestore;
    emulator = LoggingEmulator.start(new LoggingEmulator.Config(0, null, InstantSource.system()));
    GoogleClients clients =
        new GoogleClients(
            Environment.of(
                Map.of(
                    "GOOGLE_CLOUD_PROJECT", "demo", "LOGGING_EMULATOR_HOST", emulator.hostPort())));
    AuditLog log = new AuditLog(clients::logging, "demo", "");
    AuditAnchors anchors = new AuditAnchors(firestore, log, clock);
    AuditTrail trail = new AuditTrail(firestore, clock, new SecureRandom());
    for (int i = 0; i < 3; i++) {
      trail.isCommitted(ALICE, AuditEvent.byOwner(AuditKind.SIGN_IN), batch -> {});
    }
    new AuditCarrier(firestore, log).run();
    anchors.run();
    command =
        new AuditChecking(
            new AuditCheck(firestore),
            log,
            anchors,
            this::publish,
            clock,
            new StructuredLog("maintenance", logged, clock));
  }

  @AfterEach
  void clear() {
    firestore.listCollections().forEach(all -> Await.result(firestore.recursiveDelete(all)));
    emulator.close();
  }

  private int publish(List<Message> asked, Duration deadline) {
    messages.addAll(asked);
    return asked.size();
  }

  private void run(String message) {
    command.run(MaintenanceTask.decode(ByteString.copyFromUtf8(message)).message());
    while (!messages.isEmpty()) {
      command.run(MaintenanceTask.decode(messages.remove().data()).message());
    }
  }

  private List<String> told() {
    return emulator.entries().stream()
        .filter(line -> line.getLabelsOrDefault("what", "").equals("fault"))
        .map(line -> line.getJsonPayload().getFieldsOrThrow("fault").getStringValue())
        .distinct()
        .toList();
  }

  @Test
  void wholeChainsAreWhole() {
    run("{\"task\":\"audit-check\",\"did\":\"" + ALICE + "\"}");
    run("{\"task\":\"audit-check\",\"all\":true}");
    assertEquals(List.of(), told());
    String lines = logged.toString(StandardCharsets.UTF_8);
    assertEquals(4, lines.split("\"audit checked\"", -1).length - 1, lines);
    assertTrue(lines.contains("\"state\":\"whole\"") && !lines.contains("broken\""), lines);
  }

  @Test
  void whatIsWrongIsToldByAccountInTheAuditLogAlone() {
    Await.result(firestore.document("auditEntries/" + ALICE + "~0000000002").delete());
    run("{\"task\":\"audit-check\",\"did\":\"" + ALICE + "\"}");
    assertEquals(List.of("REMOVED"), told());
    run("{\"task\":\"audit-check\",\"all\":true}");
    assertEquals(List.of("REMOVED"), told());
    String lines = logged.toString(StandardCharsets.UTF_8);
    assertTrue(lines.contains("\"state\":\"broken\""), lines);
    assertFalse(lines.contains("did:plc"), lines);
  }

  @Test
  void aCommandForNobodyIsPoison() {
    assertThrows(InvalidEventException.class, () -> run("{\"task\":\"audit-check\"}"));
    assertThrows(
        InvalidEventException.class,
        () -> run("{\"task\":\"audit-check\",\"all\":true,\"part\":\"x\"}"));
  }
}

package app.tiktoktoe.atproto.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.PlcVerdict.Accepted;
import app.tiktoktoe.atproto.plc.PlcVerdict.Reason;
import app.tiktoktoe.atproto.plc.PlcVerdict.Refused;
import app.tiktoktoe.atproto.syntax.Did;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlcAuditLogTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SigningKey strong = key(1);
  private final SigningKey weak = key(2);
  private final SignedPlcOperation genesis = operation("at://a.test", null, weak);
  private final Did did = Did.parse(genesis.did());
  private final List<PlcLogEntry> log = new ArrayList<>();

  @Test
  void aDirectoryGrowsALog() {
    accept(genesis, START);
    SignedPlcOperation update = operation("at://b.test", genesis.cid(), weak);
    accept(update, START.plusSeconds(1));
    accept(SignedPlcOperation.sign(new PlcTombstone(update.cid()), weak), START.plusSeconds(2));

    assertEquals(Optional.empty(), PlcAuditLog.current(log));
    assertInstanceOf(Accepted.class, PlcAuditLog.check(log));
  }

  @Test
  void onlyAStrongerKeyRecoversAndOnlyInTime() {
    accept(genesis, START);
    SignedPlcOperation stolen = operation("at://thief.test", genesis.cid(), weak);
    accept(stolen, START);
    SignedPlcOperation byWeak = operation("at://c.test", genesis.cid(), weak);
    SignedPlcOperation byStrong = operation("at://c.test", genesis.cid(), strong);
    Instant end = START.plus(PlcAuditLog.RECOVERY_WINDOW);

    assertRefused(Reason.INVALID_SIGNATURE, byWeak, START);
    assertRefused(Reason.LATE_RECOVERY, byStrong, end.plusMillis(1));
    assertEquals(new Accepted(List.of(stolen.cid())), PlcAuditLog.propose(did, log, byStrong, end));
  }

  @Test
  void whatDoesNotFollowIsRefused() {
    assertRefused(Reason.MISORDERED, operation("at://b.test", genesis.cid(), weak), START);
    assertRefused(Reason.INVALID_SIGNATURE, operation("at://a.test", null, key(3)), START);
    assertRefused(Reason.GENESIS_HASH, operation("at://b.test", null, weak), START);
    accept(genesis, START);
    assertRefused(Reason.MISORDERED, genesis, START);
    assertRefused(
        Reason.MISORDERED, operation("at://b.test", Cid.ofCbor(new byte[1]), weak), START);
    assertRefused(Reason.INVALID_SIGNATURE, operation("at://b.test", genesis.cid(), key(3)), START);
    assertRefused(
        Reason.MALFORMED, operation("at://" + "b".repeat(300), genesis.cid(), weak), START);
  }

  @Test
  void aLogWithAnotherMarkOrOrderIsRefused() {
    accept(genesis, START);
    accept(operation("at://b.test", genesis.cid(), weak), START.plusSeconds(1));
    PlcLogEntry last = log.getLast();

    assertLogRefused(List.of(log.getFirst(), last.asNullified()));
    assertLogRefused(List.of(log.getFirst(), at(last, START.minus(Duration.ofSeconds(1)))));
    assertLogRefused(List.of());
  }

  private static PlcLogEntry at(PlcLogEntry entry, Instant createdAt) {
    return new PlcLogEntry(entry.did(), entry.operation(), entry.cid(), false, createdAt);
  }

  private static void assertLogRefused(List<PlcLogEntry> log) {
    Refused refused = assertInstanceOf(Refused.class, PlcAuditLog.check(log));
    assertEquals(Reason.INCONSISTENT_LOG, refused.reason());
  }

  private void accept(SignedPlcOperation operation, Instant at) {
    assertEquals(new Accepted(List.of()), PlcAuditLog.propose(did, log, operation, at));
    log.add(new PlcLogEntry(did, operation, operation.cid(), false, at));
  }

  private void assertRefused(Reason reason, SignedPlcOperation operation, Instant at) {
    Refused refused = assertInstanceOf(Refused.class, PlcAuditLog.propose(did, log, operation, at));
    assertEquals(reason, refused.reason());
  }

  private SignedPlcOperation operation(String name, @Nullable Cid prev, SigningKey signer) {
    return SignedPlcOperation.sign(
        new PlcOperation(
            List.of(strong.publicKey(), weak.publicKey()),
            Map.of("atproto", weak.publicKey().didKey()),
            List.of(name),
            Map.of(
                "atproto_pds",
                new PlcService("AtprotoPersonalDataServer", "https://pds.example.com")),
            prev),
        signer);
  }

  private static SigningKey key(int seed) {
    byte[] secret = new byte[32];
    secret[31] = (byte) seed;
    return SigningKey.fromBytes(Curve.K256, secret);
  }
}

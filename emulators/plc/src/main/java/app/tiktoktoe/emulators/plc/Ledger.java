package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.plc.PlcAuditLog;
import app.tiktoktoe.atproto.plc.PlcLogEntry;
import app.tiktoktoe.atproto.plc.PlcVerdict.Accepted;
import app.tiktoktoe.atproto.plc.PlcVerdict.Refused;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every accepted operation, in memory and on disk. Safe for use by many threads. */
final class Ledger {
  private final @Nullable LedgerFile file;
  private final InstantSource clock;
  private final Map<String, List<PlcLogEntry>> logs = new HashMap<>();
  private Instant last = Instant.MIN;

  private Ledger(@Nullable LedgerFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  static Ledger open(@Nullable Path directory, InstantSource clock) throws IOException {
    if (directory == null) {
      return new Ledger(null, clock);
    }
    LedgerFile file = LedgerFile.in(directory);
    Ledger ledger = new Ledger(file, clock);
    for (LedgerFile.Line line : file.load()) {
      ledger.keep(line.entry(), line.nullifies());
    }
    return ledger;
  }

  /**
   * Appends an operation.
   *
   * @throws RefusedException when it is not valid here and now
   */
  synchronized void submit(String did, JsonNode body) throws IOException {
    PlcLogEntry entry = entry(did, body);
    switch (PlcAuditLog.propose(entry.did(), audit(did), entry.operation(), entry.createdAt())) {
      case Refused refused -> throw RefusedException.invalid(refused.message());
      case Accepted accepted -> {
        if (file != null) {
          file.append(new LedgerFile.Line(entry, accepted.nullified()));
        }
        keep(entry, accepted.nullified());
      }
    }
  }

  private PlcLogEntry entry(String did, JsonNode body) {
    try {
      SignedPlcOperation operation = SignedPlcOperation.fromJson(body);
      return new PlcLogEntry(Did.parse(did), operation, operation.cid(), false, now());
    } catch (IllegalArgumentException e) {
      throw RefusedException.invalid("Not a valid operation: " + e.getMessage());
    }
  }

  private void keep(PlcLogEntry entry, List<Cid> nullified) {
    List<PlcLogEntry> log = logs.computeIfAbsent(entry.did().value(), did -> new ArrayList<>());
    log.replaceAll(old -> nullified.contains(old.cid()) ? old.asNullified() : old);
    log.add(entry);
    last = entry.createdAt();
  }

  /** Everything ever accepted for the DID, oldest first; empty for an unknown DID. */
  synchronized List<PlcLogEntry> audit(String did) {
    return List.copyOf(logs.getOrDefault(did, List.of()));
  }

  /** The first entries that were accepted later than an instant, oldest first. */
  synchronized List<PlcLogEntry> export(int count, Instant after) {
    return logs.values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.createdAt().isAfter(after))
        .sorted(Comparator.comparing(PlcLogEntry::createdAt))
        .limit(count)
        .toList();
  }

  /** Later than the last entry, so that an export can go on behind any of them. */
  private Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.isAfter(last) ? now : last.plusMillis(1);
  }
}

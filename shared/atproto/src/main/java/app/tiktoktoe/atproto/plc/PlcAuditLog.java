package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.plc.PlcVerdict.Accepted;
import app.tiktoktoe.atproto.plc.PlcVerdict.Reason;
import app.tiktoktoe.atproto.plc.PlcVerdict.Refused;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a directory: which operation may follow a log, and whether a log obeyed them.
 *
 * <p>A key may void the operations after any operation in force if it comes before the key that
 * signed the first of them in the rotation list, for {@link #RECOVERY_WINDOW} from that operation.
 *
 * @see <a href="https://web.plc.directory/spec/v0.1/did-plc">did:plc</a>
 */
public final class PlcAuditLog {
  /** How long a stronger key may rewrite history; exactly this long is still in time. */
  public static final Duration RECOVERY_WINDOW = Duration.ofDays(3);

  private PlcAuditLog() {}

  /**
   * Whether a directory takes a new operation now. The caller appends it and marks the nullified
   * ones.
   *
   * @param log all entries of the identity, oldest first; empty for a genesis
   */
  public static PlcVerdict propose(
      Did did, List<PlcLogEntry> log, SignedPlcOperation operation, Instant now) {
    Optional<String> violation = PlcLimits.violation(operation);
    return violation.isPresent()
        ? new Refused(Reason.MALFORMED, violation.get())
        : follow(did, log, operation, now);
  }

  /** The state after the log; empty if it has no operation in force or ends in a tombstone. */
  public static Optional<PlcOperation> current(List<PlcLogEntry> log) {
    List<PlcLogEntry> inForce = inForce(log);
    return inForce.isEmpty() ? Optional.empty() : state(inForce.getLast());
  }

  /** Verifies an audit log as a directory serves it; malformed JSON is a refusal. */
  public static PlcVerdict check(JsonNode log) {
    List<PlcLogEntry> entries = new ArrayList<>();
    try {
      log.forEach(entry -> entries.add(PlcLogEntry.fromJson(entry)));
    } catch (IllegalArgumentException e) {
      return new Refused(Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
    return check(entries);
  }

  /**
   * Replays a log: hashes, signatures, order, recovery window and the nullified marks.
   *
   * @return accepted with all nullified operations, or the first fault
   */
  public static PlcVerdict check(List<PlcLogEntry> log) {
    if (log.isEmpty()) {
      return new Refused(Reason.INCONSISTENT_LOG, "a log has a genesis");
    }
    List<PlcLogEntry> replayed = new ArrayList<>();
    for (PlcLogEntry entry : log) {
      PlcVerdict verdict = replay(log.getFirst().did(), replayed, entry);
      if (verdict instanceof Refused) {
        return verdict;
      }
    }
    return replayed.equals(log)
        ? new Accepted(
            replayed.stream().filter(PlcLogEntry::nullified).map(PlcLogEntry::cid).toList())
        : new Refused(Reason.INCONSISTENT_LOG, "the nullified marks are wrong");
  }

  private static PlcVerdict replay(Did did, List<PlcLogEntry> replayed, PlcLogEntry entry) {
    SignedPlcOperation operation = entry.operation();
    if (!entry.did().equals(did) || !entry.cid().equals(operation.cid())) {
      return new Refused(Reason.INCONSISTENT_LOG, "an entry has another did or cid");
    }
    if (!replayed.isEmpty() && entry.createdAt().isBefore(replayed.getLast().createdAt())) {
      return new Refused(Reason.INCONSISTENT_LOG, "an entry is older than the one before it");
    }
    PlcVerdict verdict = follow(did, replayed, operation, entry.createdAt());
    if (verdict instanceof Accepted accepted) {
      replayed.replaceAll(
          old -> accepted.nullified().contains(old.cid()) ? old.asNullified() : old);
      replayed.add(new PlcLogEntry(did, operation, entry.cid(), false, entry.createdAt()));
    }
    return verdict;
  }

  private static PlcVerdict follow(
      Did did, List<PlcLogEntry> log, SignedPlcOperation operation, Instant at) {
    List<PlcLogEntry> inForce = inForce(log);
    if (inForce.isEmpty()) {
      return genesis(did, operation);
    }
    int last = positionOf(operation.action().prev(), inForce);
    Optional<PlcOperation> state = last < 0 ? Optional.empty() : state(inForce.get(last));
    if (state.isEmpty()) {
      return new Refused(Reason.MISORDERED, "prev is not an operation in force");
    }
    List<PublicKey> keys = state.get().rotationKeys();
    List<PlcLogEntry> disputed = inForce.subList(last + 1, inForce.size());
    if (disputed.isEmpty()) {
      return operation.verify(keys) ? new Accepted(List.of()) : invalidSignature();
    }
    return recovery(keys, disputed, operation, at);
  }

  private static PlcVerdict genesis(Did did, SignedPlcOperation operation) {
    Optional<PlcOperation> state = state(operation.action());
    if (!operation.isGenesis() || state.isEmpty()) {
      return new Refused(Reason.MISORDERED, "the first operation is a genesis");
    }
    if (!operation.verify(state.get().rotationKeys())) {
      return invalidSignature();
    }
    return operation.did().equals(did.value())
        ? new Accepted(List.of())
        : new Refused(Reason.GENESIS_HASH, "the genesis is that of another did");
  }

  private static PlcVerdict recovery(
      List<PublicKey> keys, List<PlcLogEntry> disputed, SignedPlcOperation operation, Instant at) {
    PlcLogEntry first = disputed.getFirst();
    OptionalInt disputedSigner = first.operation().signerIndex(keys);
    if (disputedSigner.isEmpty() || !operation.verify(keys.subList(0, disputedSigner.getAsInt()))) {
      return invalidSignature();
    }
    if (Duration.between(first.createdAt(), at).compareTo(RECOVERY_WINDOW) > 0) {
      return new Refused(Reason.LATE_RECOVERY, "the recovery window of 72 hours has passed");
    }
    return new Accepted(disputed.stream().map(PlcLogEntry::cid).toList());
  }

  private static Refused invalidSignature() {
    return new Refused(Reason.INVALID_SIGNATURE, "no key that may sign the operation did");
  }

  private static List<PlcLogEntry> inForce(List<PlcLogEntry> log) {
    return log.stream().filter(entry -> !entry.nullified()).toList();
  }

  private static int positionOf(@Nullable Cid cid, List<PlcLogEntry> log) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).cid().equals(cid)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<PlcOperation> state(PlcLogEntry entry) {
    return state(entry.operation().action());
  }

  private static Optional<PlcOperation> state(PlcAction action) {
    return switch (action) {
      case PlcOperation operation -> Optional.of(operation);
      case LegacyPlcCreate create -> Optional.of(create.normalized());
      case PlcTombstone _ -> Optional.empty();
    };
  }
}

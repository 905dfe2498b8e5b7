package app.tiktoktoe.emulators.plc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether an operation may follow a log, and which entries of the log it undoes. */
final class Succession {
  /** How long a stronger key may undo what a weaker one did. */
  static final Duration RECOVERY_WINDOW = Duration.ofDays(3);

  private Succession() {}

  /**
   * The entries that the operation nullifies: none unless it forks the log.
   *
   * @param log what is in force, oldest first
   * @throws RefusedException when the operation may not follow
   */
  static List<Entry> nullified(String did, List<Entry> log, Operation operation, Instant now) {
    if (log.isEmpty()) {
      checkGenesis(did, operation);
      return List.of();
    }
    int previous = previous(log, operation);
    Operation last = log.get(previous).operation();
    if (last.isTombstone()) {
      throw misordered();
    }
    List<String> keys = last.rotationKeys();
    List<Entry> undone = log.subList(previous + 1, log.size());
    if (!undone.isEmpty()) {
      keys = keys.subList(0, signer(undone.getFirst().operation(), keys));
      checkWindow(undone.getFirst().createdAt(), now);
    }
    signer(operation, keys);
    return undone;
  }

  private static void checkGenesis(String did, Operation operation) {
    if (operation.isTombstone() || operation.prev().isPresent()) {
      throw misordered();
    }
    signer(operation, operation.rotationKeys());
    if (!operation.did().equals(did)) {
      throw RefusedException.invalid(
          "Hash of genesis operation does not match DID identifier: " + operation.did());
    }
  }

  private static int previous(List<Entry> log, Operation operation) {
    String prev = operation.prev().orElseThrow(Succession::misordered);
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).cid().equals(prev)) {
        return i;
      }
    }
    throw misordered();
  }

  private static void checkWindow(Instant firstUndone, Instant now) {
    Duration elapsed = Duration.between(firstUndone, now);
    if (elapsed.compareTo(RECOVERY_WINDOW) > 0) {
      throw RefusedException.invalid(
          "Recovery operation occured outside of the allowed 72 hr recovery window. Time lapsed: "
              + elapsed.toMillis());
    }
  }

  private static int signer(Operation operation, List<String> keys) {
    return operation
        .signer(keys)
        .orElseThrow(
            () -> RefusedException.invalid("Invalid signature on op: " + operation.json()));
  }

  private static RefusedException misordered() {
    return RefusedException.invalid("Operations not correctly ordered");
  }
}

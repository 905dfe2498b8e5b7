package app.tiktoktoe.emulators.plc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every accepted operation, in memory and on disk. Safe for use by many threads. */
final class Ledger {
  private final @Nullable LedgerFile file;
  private final InstantSource clock;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, List<Entry>> byDid = new HashMap<>();
  private final Set<String> nullified = new HashSet<>();

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
    Operation operation = Operation.parse(body);
    Instant now = now();
    List<String> undone =
        Succession.nullified(did, log(did), operation, now).stream().map(Entry::cid).toList();
    Entry entry = new Entry(did, operation, operation.cid().toString(), now);
    if (file != null) {
      file.append(new LedgerFile.Line(entry, undone));
    }
    keep(entry, undone);
  }

  private void keep(Entry entry, List<String> undone) {
    entries.add(entry);
    byDid.computeIfAbsent(entry.did(), did -> new ArrayList<>()).add(entry);
    nullified.addAll(undone);
  }

  /** What is in force, oldest first; empty for an unknown DID. */
  synchronized List<Entry> log(String did) {
    return byDid.getOrDefault(did, List.of()).stream()
        .filter(entry -> !nullified.contains(entry.cid()))
        .toList();
  }

  /** Everything ever accepted for the DID, oldest first, as JSON. */
  synchronized List<JsonNode> audit(String did) {
    return byDid.getOrDefault(did, List.of()).stream().map(this::json).toList();
  }

  /** The first entries that were accepted later than an instant, oldest first, as JSON. */
  synchronized List<JsonNode> export(int count, Instant after) {
    return entries.stream()
        .filter(entry -> entry.createdAt().isAfter(after))
        .limit(count)
        .map(this::json)
        .toList();
  }

  private JsonNode json(Entry entry) {
    return entry.json(nullified.contains(entry.cid()));
  }

  /** Later than the last entry, so that an export can go on behind any of them. */
  private Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (entries.isEmpty() || now.isAfter(entries.getLast().createdAt())) {
      return now;
    }
    return entries.getLast().createdAt().plusMillis(1);
  }
}

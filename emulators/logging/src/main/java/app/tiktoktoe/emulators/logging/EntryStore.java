package app.tiktoktoe.emulators.logging;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries, in memory and as one file of length-prefixed messages. Safe for use by many threads.
 */
final class EntryStore {
  /** What makes two entries the same one, so that a repeated write adds nothing. */
  private record Key(String logName, Timestamp timestamp, String insertId) {
    static Key of(LogEntry entry) {
      return new Key(entry.getLogName(), entry.getTimestamp(), entry.getInsertId());
    }
  }

  private final @Nullable Path file;
  private final Map<Key, LogEntry> entries = new LinkedHashMap<>();

  private EntryStore(@Nullable Path file) {
    this.file = file;
  }

  static EntryStore open(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return new EntryStore(null);
    }
    Files.createDirectories(directory);
    Path file = directory.resolve("entries.binpb");
    EntryStore store = new EntryStore(file);
    if (Files.exists(file)) {
      store.load(file);
    }
    return store;
  }

  private void load(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      LogEntry entry;
      while ((entry = LogEntry.parseDelimitedFrom(in)) != null) {
        entries.putIfAbsent(Key.of(entry), entry);
      }
    } catch (InvalidProtocolBufferException torn) {
      // The process was killed while it wrote the last entry, whose write was never acknowledged.
      replace(file);
    }
  }

  synchronized List<LogEntry> all() {
    return List.copyOf(entries.values());
  }

  synchronized void add(List<LogEntry> fresh) throws IOException {
    if (file != null) {
      Files.write(file, bytes(fresh), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    fresh.forEach(entry -> entries.putIfAbsent(Key.of(entry), entry));
  }

  /** False when the log has no entries. */
  synchronized boolean delete(String logName) throws IOException {
    if (!entries.keySet().removeIf(key -> key.logName().equals(logName))) {
      return false;
    }
    if (file != null) {
      replace(file);
    }
    return true;
  }

  private void replace(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, bytes(entries.values()));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] bytes(Iterable<LogEntry> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (LogEntry entry : entries) {
      entry.writeDelimitedTo(out);
    }
    return out.toByteArray();
  }
}

package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.emulators.google.FirestoreEmulator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keeps the Firestore emulator's database in a folder: exports it every 30 s and at the end. The
 * file {@code latest} names the newest complete export, so that a crash during an export costs at
 * most what came since the one before. Thread-safe.
 */
final class FirestoreState implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Path folder;
  private final String projectId;
  private final FirestoreEmulator emulator;
  private final InstantSource clock;
  private final LogLines log;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  FirestoreState(
      Path folder,
      String projectId,
      FirestoreEmulator emulator,
      InstantSource clock,
      LogLines log) {
    this.folder = folder;
    this.projectId = projectId;
    this.emulator = emulator;
    this.clock = clock;
    this.log = log;
  }

  /** The file to seed an emulator with, when the folder has a complete export. */
  static Optional<Path> latest(Path folder) throws IOException {
    Path pointer = folder.resolve("latest");
    if (!Files.exists(pointer)) {
      return Optional.empty();
    }
    String name = Files.readString(pointer).trim();
    return Optional.of(folder.resolve(name).resolve(name + ".overall_export_metadata"));
  }

  /** Begins to export every 30 s. */
  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::save, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void save() {
    try {
      export();
    } catch (IOException e) {
      log.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("severity", "ERROR")
              .put("message", "Firestore not exported: " + e.getMessage()));
    }
  }

  /** Exports now, and then deletes older exports. */
  synchronized void export() throws IOException {
    Files.createDirectories(folder);
    String name = "export-" + clock.millis();
    emulator.export(projectId, folder, name);
    Path next = Files.writeString(folder.resolve("latest.next"), name);
    Files.move(next, folder.resolve("latest"), StandardCopyOption.ATOMIC_MOVE);
    try (Stream<Path> found = Files.list(folder)) {
      for (Path old : found.filter(path -> isOld(path, name)).toList()) {
        delete(old);
      }
    }
  }

  private static boolean isOld(Path path, String newest) {
    String name = path.toFile().getName();
    return name.startsWith("export-") && !name.equals(newest);
  }

  static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(folder)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    save();
  }
}

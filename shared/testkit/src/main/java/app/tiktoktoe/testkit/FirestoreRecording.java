package app.tiktoktoe.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes what each test class asks of Firestore to {@code target/firestore/<class>.jsonl}, also
 * when that is nothing: {@code emulators/rules} compares it with {@code terraform/firestore.yaml}.
 * Found by JUnit itself. Thread-safe; the classes of one JVM run one after another.
 */
public final class FirestoreRecording implements TestExecutionListener {
  private static final Path FOLDER = Path.of("target", "firestore");
  private static final NavigableSet<String> LINES = new TreeSet<>();

  private @Nullable String running;

  /** For JUnit. */
  public FirestoreRecording() {}

  static void add(String method, byte[] request) {
    synchronized (LINES) {
      FirestoreShapes.of(method, request, LINES::add);
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    topLevelClass(test)
        .filter(name -> !name.equals(running))
        .ifPresent(
            name -> {
              running = name;
              write(name);
            });
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (topLevelClass(test).isPresent() && running != null) {
      write(running);
      if (!isNested(test)) {
        clear();
        running = null;
      }
    }
  }

  private static boolean isNested(TestIdentifier test) {
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName().contains("$"))
        .orElse(true);
  }

  private static Optional<String> topLevelClass(TestIdentifier test) {
    return test.getSource()
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName().replaceFirst("\\$.*", ""));
  }

  private static void clear() {
    synchronized (LINES) {
      LINES.clear();
    }
  }

  private static void write(String name) {
    try {
      Files.createDirectories(FOLDER);
      synchronized (LINES) {
        Files.write(FOLDER.resolve(name + ".jsonl"), LINES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

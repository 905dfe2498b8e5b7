package app.tiktoktoe.emulators.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What has been opened, closed in the opposite order, each whatever the others do. Thread-safe. */
final class Resources {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Consumer<String> out;
  private boolean closed;

  /** Tells {@code out} what could not be closed. */
  Resources(Consumer<String> out) {
    this.out = out;
  }

  /** Keeps {@code resource}; closes it at once when all was closed already. */
  <T extends AutoCloseable> T add(T resource) {
    synchronized (this) {
      if (!closed) {
        opened.push(resource);
        return resource;
      }
    }
    close(resource);
    throw new StackFailure("Stopped while starting");
  }

  void closeAll() {
    Deque<AutoCloseable> closing;
    synchronized (this) {
      closed = true;
      closing = new ArrayDeque<>(opened);
      opened.clear();
    }
    closing.forEach(this::close);
  }

  private void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      out.accept("not closed: " + e);
    }
  }
}

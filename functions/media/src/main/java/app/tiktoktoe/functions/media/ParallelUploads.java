package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Sends several files at a time: a store's answer takes longer than a small file. Stateless. */
final class ParallelUploads {
  private static final int AT_A_TIME = 16;

  private ParallelUploads() {}

  /** Sends one file. */
  @FunctionalInterface
  interface Upload {
    void send() throws IOException;
  }

  /**
   * Returns when all were sent. The first fault ends it: what has not begun is not sent.
   *
   * @param percent takes the progress, 0 to 100, on the caller's thread; what it throws is thrown
   *     here
   */
  static void run(List<Upload> uploads, IntConsumer percent) throws IOException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().factory())) {
      try {
        await(uploads, threads, percent);
      } catch (IOException | RuntimeException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static void await(List<Upload> uploads, ExecutorService threads, IntConsumer percent)
      throws IOException {
    ExecutorCompletionService<Boolean> sent = new ExecutorCompletionService<>(threads);
    for (Upload upload : uploads) {
      sent.submit(
          () -> {
            upload.send();
            return true;
          });
    }
    try {
      for (int done = 1; done <= uploads.size(); done++) {
        sent.take().get();
        percent.accept(100 * done / uploads.size());
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) throws IOException {
    return switch (e.getCause()) {
      case IOException fault -> throw fault;
      case RuntimeException fault -> fault;
      case Error fault -> throw fault;
      case null, default -> new IllegalStateException(e);
    };
  }
}

package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One process and all that it starts, from its start to its end, within bounds on wall time, on
 * what it says and on what its folder holds. None of them is left when {@link #run} returns or
 * throws. Used once.
 */
final class Child {
  /** The most that all files of the folder may hold together. */
  static final long FOLDER_BYTES = 384L * 1024 * 1024;

  private static final int MAX_MESSAGE_CHARS = 256 * 1024;
  private static final long LOOK_MS = 250;
  private static final long LAST_WORDS_S = 10;

  private final Process process;
  private final Path folder;
  private final CompletableFuture<Boolean> messages = new CompletableFuture<>();
  private final CompletableFuture<Boolean> output = new CompletableFuture<>();
  private final StringBuilder said = new StringBuilder();

  private Child(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Runs a command in {@code folder}, with an empty environment.
   *
   * @param input for its standard input
   * @param lines takes each line of standard output, on a thread of its own; what it throws ends
   *     the run and is thrown here
   */
  static Ffmpeg.Run run(
      List<String> command, byte[] input, Path folder, Duration limit, Consumer<String> lines)
      throws IOException {
    CompletableFuture<Ffmpeg.Run> ended = new CompletableFuture<>();
    // The kernel ends the child with the thread that started it, and the thread below a virtual one
    // may end before the child does.
    Thread starter =
        Thread.ofPlatform()
            .name("child")
            .start(() -> settle(ended, () -> start(command, input, folder, limit, lines)));
    try {
      return result(ended);
    } catch (InterruptedException e) {
      starter.interrupt();
      awaitEnd(starter);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** However often the caller is interrupted: it soon ends, and nothing may outlive it. */
  private static void awaitEnd(Thread starter) {
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        starter.interrupt();
      }
    }
  }

  private static Ffmpeg.Run start(
      List<String> command, byte[] input, Path folder, Duration limit, Consumer<String> lines)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    Process process = builder.start();
    try {
      return new Child(process, folder).await(input, limit, lines);
    } finally {
      kill(process);
    }
  }

  private Ffmpeg.Run await(byte[] input, Duration limit, Consumer<String> lines)
      throws IOException, InterruptedException {
    Thread.ofVirtual().start(() -> settle(messages, this::listen));
    Thread.ofVirtual().start(() -> settle(output, () -> forward(lines)));
    feed(input);
    long end = System.nanoTime() + limit.toNanos();
    long rest = limit.toNanos();
    boolean large = false;
    while (rest > 0 && !large && !ends(Math.min(rest, TimeUnit.MILLISECONDS.toNanos(LOOK_MS)))) {
      rest = end - System.nanoTime();
      large = FolderContent.sizeBytes(folder) > FOLDER_BYTES;
    }
    kill(process);
    boolean loud = !lastWords(output);
    boolean wordy = !lastWords(messages);
    return new Ffmpeg.Run(process.waitFor(), rest <= 0, large || loud || wordy, said.toString());
  }

  private boolean ends(long nanos) throws InterruptedException {
    return process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }

  /** One that ends before it has read all shows that by its exit code. */
  private void feed(byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      kill(process);
    }
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> void settle(CompletableFuture<T> future, Action<T> action) {
    try {
      future.complete(action.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.completeExceptionally(new IOException("interrupted", e));
    } catch (IOException | RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private static <T> T result(CompletableFuture<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw fault(e);
    }
  }

  /** Only what outlived the process in spite of everything could hold a stream open. */
  private static boolean lastWords(CompletableFuture<Boolean> stream)
      throws IOException, InterruptedException {
    try {
      return stream.get(LAST_WORDS_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw fault(e);
    } catch (TimeoutException e) {
      throw new IOException("a stream of a process that has ended stays open", e);
    }
  }

  private static RuntimeException fault(ExecutionException e) throws IOException {
    switch (e.getCause()) {
      case IOException fault -> throw fault;
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> throw new IllegalStateException(e);
    }
  }

  /** False when it said more than it may, and was ended for it. */
  private boolean listen() throws IOException {
    BoundedText text = new BoundedText(process.getErrorStream());
    return whole(
        () ->
            text.readAll(
                piece ->
                    said.append(
                        piece, 0, Math.min(piece.length(), MAX_MESSAGE_CHARS - said.length()))));
  }

  private boolean forward(Consumer<String> lines) throws IOException {
    BoundedText text = new BoundedText(process.getInputStream());
    return whole(() -> text.readLines(lines));
  }

  @FunctionalInterface
  private interface Reading {
    boolean read() throws IOException;
  }

  private boolean whole(Reading reading) throws IOException {
    boolean whole = false;
    try {
      whole = reading.read();
      return whole;
    } finally {
      if (!whole) {
        kill(process);
      }
    }
  }

  /** Leaves nothing and no zombie behind, whatever happened: the youngest first. */
  private static void kill(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }
}

package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs one ffmpeg, version 4.4 or later, as a child that can do little harm: in a {@link Sandbox}
 * that was shown to hold, with an empty environment, a folder of its own, no standard input, and
 * limits on wall time, processor time, memory, on what it says and on what it writes. Thread-safe.
 */
final class Ffmpeg {
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
  private static final int PROCESSORS = 2;

  private final Path binary;
  private final Sandbox sandbox;
  private final Lock checking = new ReentrantLock();
  private volatile boolean checked;

  /** Takes the path; whether it is ffmpeg, and whether the sandbox holds, is found out later. */
  Ffmpeg(Path binary, Sandbox sandbox) {
    this.binary = binary.toAbsolutePath();
    this.sandbox = sandbox;
  }

  /**
   * How a run ended.
   *
   * @param exit its exit code; above 128 a signal ended it
   * @param timedOut whether it was killed because its time was up
   * @param overflowed whether it was killed because it said or wrote too much
   * @param messages what it wrote to standard error, the first 256 Ki characters
   */
  record Run(int exit, boolean timedOut, boolean overflowed, String messages) {
    boolean succeeded() {
      return exit == 0 && !timedOut && !overflowed;
    }
  }

  /**
   * Runs ffmpeg in {@code folder}, the only one that it may write. Of the other files it may read
   * those whose absolute path follows a {@code -i}.
   *
   * @param arguments without those that every run has
   * @param lines takes each line of standard output, on a thread of its own; what it throws ends
   *     the run and is thrown here
   * @throws IllegalStateException when there is no ffmpeg, or the sandbox does not hold
   */
  Run run(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
      throws IOException {
    check();
    return start(folder, arguments, limit, lines);
  }

  /** Before its first job, a worker finds out what it would trust otherwise. */
  private void check() throws IOException {
    if (checked) {
      return;
    }
    checking.lock();
    try {
      if (!checked) {
        Path folder = Files.createTempDirectory(WorkFolders.PREFIX);
        try {
          checkVersion(folder);
          if (sandbox.isProvable()) {
            new SandboxProof(this::start).check(folder);
          }
        } finally {
          WorkFolders.delete(folder);
        }
        checked = true;
      }
    } finally {
      checking.unlock();
    }
  }

  private void checkVersion(Path folder) throws IOException {
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          "FFMPEG must be the path of an ffmpeg 4.4 or later, and is " + binary);
    }
    List<String> first = new ArrayList<>();
    Run run = child(folder, List.of("-version"), VERSION_LIMIT, first::add);
    if (!run.succeeded() || first.isEmpty() || !first.getFirst().startsWith("ffmpeg version")) {
      throw new IllegalStateException(
          "FFMPEG names %s, which is not ffmpeg or does not start in the sandbox: %s"
              .formatted(binary, run.messages().strip()));
    }
  }

  private Run start(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-y"));
    all.addAll(arguments);
    Run run = child(folder, all, limit, lines);
    FolderContent.check(folder);
    return run;
  }

  private Run child(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
      throws IOException {
    List<String> program = new ArrayList<>(List.of(binary.toString()));
    program.addAll(arguments);
    long processorSeconds = Math.max(1, PROCESSORS * limit.toSeconds());
    List<String> command =
        sandbox.command(program, folder.toAbsolutePath(), inputs(arguments), processorSeconds);
    return Child.run(command, sandbox.input(), folder, limit, lines);
  }

  private static List<Path> inputs(List<String> arguments) {
    List<Path> inputs = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      if (arguments.get(i - 1).equals("-i") && arguments.get(i).startsWith("/")) {
        inputs.add(Path.of(arguments.get(i)));
      }
    }
    return inputs;
  }
}

package app.tiktoktoe.functions.media;

import java.nio.file.Path;
import java.util.List;

/** What stands between a decoder of untrusted bytes and the rest. Thread-safe. */
interface Sandbox {
  /**
   * The most memory of its own that a program gets: what it can write to and no file holds, its
   * threads' stacks included. README.md adds up why it is this much.
   */
  long MEMORY_BYTES = 2304L * 1024 * 1024;

  /** The most address space, in which libraries and what is only set aside count as well. */
  long ADDRESS_BYTES = 4096L * 1024 * 1024;

  /** What each thread's stack has set aside, all of which counts as memory. */
  long STACK_BYTES = 2L * 1024 * 1024;

  /** The largest file that a program may write. */
  long FILE_BYTES = 128L * 1024 * 1024;

  /**
   * The command line that runs a program inside.
   *
   * @param program its absolute path, and its arguments
   * @param folder the only one that it may write, and where it starts
   * @param readable files that it may read besides; those below {@code folder} become read-only
   * @param processorSeconds how long it may compute, all its threads together
   */
  List<String> command(
      List<String> program, Path folder, List<Path> readable, long processorSeconds);

  /** What the command expects on its standard input, which the program itself never sees. */
  byte[] input();

  /** Whether it must be shown to hold before it is trusted. */
  boolean isProvable();
}

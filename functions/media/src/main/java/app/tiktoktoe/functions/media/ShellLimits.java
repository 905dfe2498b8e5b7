package app.tiktoktoe.functions.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The weaker way, for a developer's machine without bubblewrap: limits on time, memory and file
 * size by the shell's {@code ulimit}. The program has the network and the files of its user.
 * Immutable.
 */
final class ShellLimits implements Sandbox {
  private static final int BLOCK_BYTES = 512;
  private static final int KIB = 1024;

  @Override
  public List<String> command(
      List<String> program, Path folder, List<Path> readable, long processorSeconds) {
    String limits =
        "ulimit -c 0; ulimit -t %d; ulimit -v %d; ulimit -d %d; ulimit -s %d; ulimit -f %d; "
                .formatted(
                    processorSeconds,
                    ADDRESS_BYTES / KIB,
                    MEMORY_BYTES / KIB,
                    STACK_BYTES / KIB,
                    FILE_BYTES / BLOCK_BYTES)
            + "exec \"$0\" \"$@\" </dev/null";
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", limits));
    command.addAll(program);
    return command;
  }

  @Override
  public byte[] input() {
    return new byte[0];
  }

  @Override
  public boolean isProvable() {
    return false;
  }
}

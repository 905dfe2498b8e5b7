package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces of its own for each program, by bubblewrap 0.8 or later: no network, no process but
 * its own, a root that holds nothing but read-only libraries, the program and what it is given, one
 * writable folder, no capability, no way to new privileges, and of the kernel what {@link
 * SystemCalls} leaves. There is no {@code /proc}, {@code /sys} or {@code /tmp}. Immutable.
 */
final class Bubblewrap implements Sandbox {
  /** Where Debian has it. */
  static final Path USUAL = Path.of("/usr/bin/bwrap");

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final int MAX_THREADS = 512;
  private static final int MAX_OPEN_FILES = 256;
  private static final String NOBODY = "65534";
  private static final List<String> LIBRARIES = List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64");
  private static final List<String> LINKER =
      List.of("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives");

  private final Path bubblewrap;
  private final List<Path> alsoReadable;

  /** Takes the path of bubblewrap; whether it works is found out at the first run. */
  Bubblewrap(Path bubblewrap) {
    this(bubblewrap, List.of());
  }

  /** With more that every program may read. */
  Bubblewrap(Path bubblewrap, List<Path> alsoReadable) {
    this.bubblewrap = bubblewrap;
    this.alsoReadable = List.copyOf(alsoReadable);
  }

  /** The filter comes by standard input: the child of a JVM inherits no other stream. */
  @Override
  public List<String> command(
      List<String> program, Path folder, List<Path> readable, long processorSeconds) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "exec 9<&0 </dev/null; exec \"$0\" \"$@\""));
    command.add(bubblewrap.toString());
    command.addAll(namespaces());
    command.addAll(libraries());
    command.addAll(readOnly(PRLIMIT));
    command.addAll(readOnly(Path.of(program.getFirst())));
    alsoReadable.forEach(path -> command.addAll(readOnly(path)));
    command.addAll(List.of("--bind", folder.toString(), folder.toString()));
    readable.forEach(path -> command.addAll(readOnly(path)));
    command.addAll(List.of("--remount-ro", "/", "--chdir", folder.toString(), "--"));
    command.addAll(limits(processorSeconds));
    command.addAll(program);
    return command;
  }

  private static List<String> namespaces() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc"));
    arguments.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox"));
    arguments.addAll(List.of("--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"));
    arguments.addAll(List.of("--new-session", "--die-with-parent", "--seccomp", "9"));
    arguments.addAll(List.of("--dev-bind", "/dev/null", "/dev/null"));
    arguments.addAll(List.of("--dev-bind", "/dev/urandom", "/dev/urandom"));
    return arguments;
  }

  /** As they are here: today's distributions have links into {@code /usr}, older ones folders. */
  private static List<String> libraries() {
    List<String> arguments = new ArrayList<>();
    for (String library : LIBRARIES) {
      Path path = Path.of(library);
      if (Files.isSymbolicLink(path)) {
        arguments.addAll(List.of("--symlink", target(path), library));
      } else if (Files.isDirectory(path)) {
        arguments.addAll(readOnly(path));
      }
    }
    for (String path : LINKER) {
      arguments.addAll(List.of("--ro-bind-try", path, path));
    }
    return arguments;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> readOnly(Path path) {
    return List.of("--ro-bind", path.toString(), path.toString());
  }

  private static List<String> limits(long processorSeconds) {
    return List.of(
        PRLIMIT.toString(),
        "--core=0",
        "--cpu=" + processorSeconds,
        "--as=" + ADDRESS_BYTES,
        "--data=" + MEMORY_BYTES,
        "--stack=" + STACK_BYTES,
        "--fsize=" + FILE_BYTES,
        "--nofile=" + MAX_OPEN_FILES,
        "--nproc=" + MAX_THREADS);
  }

  @Override
  public byte[] input() {
    return SystemCalls.filter();
  }

  @Override
  public boolean isProvable() {
    return true;
  }
}

package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Watches from outside what processes and files take, from its making until it is closed: the
 * kernel's own figures, every 10 ms.
 */
final class MemoryWatch implements AutoCloseable {
  private static final long MIB = 1024 * 1024;

  private final String mentioned;
  private final Path folder;
  private final Thread thread;
  private final Map<Long, Map<String, Long>> peaks = new HashMap<>();
  private volatile boolean open = true;
  private long together;
  private long files;

  /**
   * Watches processes whose command line has {@code mentioned} in it, and the files of {@code
   * folder}.
   */
  MemoryWatch(String mentioned, Path folder) {
    this.mentioned = mentioned;
    this.folder = folder;
    this.thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (open) {
        look();
        Thread.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void look() throws IOException {
    long sum = 0;
    for (long pid : Processes.idsMentioning(mentioned)) {
      Map<String, Long> now = status(pid);
      sum += now.getOrDefault("VmRSS", 0L);
      Map<String, Long> before = peaks.computeIfAbsent(pid, unseen -> new HashMap<>());
      now.forEach((name, value) -> before.merge(name, value, Math::max));
    }
    together = Math.max(together, sum);
    files = Math.max(files, FolderContent.sizeBytes(folder));
  }

  private static Map<String, Long> status(long pid) {
    Map<String, Long> found = new HashMap<>();
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      lines
          .filter(line -> line.startsWith("Vm"))
          .forEach(
              line -> {
                String[] words = line.split("\\s+", -1);
                found.put(words[0].replace(":", ""), Long.parseLong(words[1]) * 1024);
              });
    } catch (IOException | java.io.UncheckedIOException e) {
      // It has ended since it was listed.
      return found;
    }
    return found;
  }

  /** The most that one process had at once of what the kernel calls {@code name}, in MiB. */
  synchronized long peakMib(String name) {
    List<Long> values = new ArrayList<>(List.of(0L));
    peaks.values().forEach(peak -> values.add(peak.getOrDefault(name, 0L)));
    return values.stream().max(Long::compare).orElseThrow() / MIB;
  }

  /** The most that all of them had in memory at the same time, in MiB. */
  synchronized long togetherMib() {
    return together / MIB;
  }

  /** The most that the files had, in MiB. */
  synchronized long filesMib() {
    return files / MIB;
  }

  @Override
  public void close() {
    open = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

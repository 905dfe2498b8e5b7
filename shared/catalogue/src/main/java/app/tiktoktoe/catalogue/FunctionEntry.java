package app.tiktoktoe.catalogue;

import java.time.Duration;
import java.util.List;

/**
 * One deployed function.
 *
 * @param name the folder in {@code functions/}
 * @param entryClass the class with the public no-argument constructor
 * @param memoryMb memory in MiB
 * @param cpu whole CPUs
 * @param timeout the longest an invocation may take
 * @param concurrency invocations at once in one instance
 * @param minInstances instances kept warm
 * @param maxInstances instances at most
 * @param secrets names of the secrets it reads
 * @param roles roles of its service account, without the leading {@code roles/}
 */
public record FunctionEntry(
    String name,
    String entryClass,
    Trigger trigger,
    List<Schedule> schedules,
    int memoryMb,
    int cpu,
    Duration timeout,
    int concurrency,
    int minInstances,
    int maxInstances,
    List<String> secrets,
    List<String> roles) {

  /** Copies the lists. */
  public FunctionEntry {
    schedules = List.copyOf(schedules);
    secrets = List.copyOf(secrets);
    roles = List.copyOf(roles);
  }
}

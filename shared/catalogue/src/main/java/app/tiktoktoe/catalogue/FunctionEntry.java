package app.tiktoktoe.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One deployed function.
 *
 * @param name the folder in {@code functions/}
 * @param entryClass the class with the public no-argument constructor
 * @param packaging how it is deployed
 * @param memoryMb memory in MiB
 * @param heapMb the most that is for Java's heap, in MiB, when other processes need the rest
 * @param cpu whole CPUs
 * @param timeout the longest an invocation may take
 * @param concurrency invocations at once in one instance
 * @param minInstances instances kept warm
 * @param maxInstances instances at most
 * @param grants what its service account may do
 */
public record FunctionEntry(
    String name,
    String entryClass,
    Packaging packaging,
    Trigger trigger,
    List<Schedule> schedules,
    int memoryMb,
    OptionalInt heapMb,
    int cpu,
    Duration timeout,
    int concurrency,
    int minInstances,
    int maxInstances,
    Grants grants) {

  /** Copies the list. */
  public FunctionEntry {
    schedules = List.copyOf(schedules);
  }
}

package app.tiktoktoe.cloud;

import io.grpc.Context;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one invocation has cost so far, in billed units: Firestore documents read, written and
 * deleted, and Pub/Sub messages published. Thread-safe.
 *
 * <p>The invocation's instance travels in the {@link Context gRPC context}. Work handed to another
 * thread must carry the context, or its cost is attributed to nobody.
 */
public final class Usage {
  static final Context.Key<Usage> KEY = Context.keyWithDefault("app.tiktoktoe.usage", new Usage());

  private final LongAdder reads = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder deletes = new LongAdder();
  private final LongAdder published = new LongAdder();
  private final Map<String, Instant> ages = new ConcurrentSkipListMap<>();

  /**
   * The instance of the invocation that this thread works for, or a shared one when there is none.
   */
  public static Usage current() {
    return KEY.get();
  }

  /** Runs {@code work} with this instance as {@link #current()}. */
  public <T> T during(Callable<T> work) throws Exception {
    return Context.current().withValue(KEY, this).call(work);
  }

  void read(long documents) {
    reads.add(documents);
  }

  void written(long documents) {
    writes.add(documents);
  }

  void deleted(long documents) {
    deletes.add(documents);
  }

  /** Counts messages handed to Pub/Sub. */
  public void published(long messages) {
    published.add(messages);
  }

  /**
   * Has the invocation's log line say how many milliseconds lie between {@code since} and its end,
   * as the field {@code name}. The last call for a name counts.
   */
  public void age(String name, Instant since) {
    ages.put(name, since);
  }

  /** What {@link #age} was told. */
  Map<String, Instant> ages() {
    return Map.copyOf(ages);
  }

  /** Documents read: found, missing or queried; at least one per query. */
  public long reads() {
    return reads.sum();
  }

  /** Documents written successfully. */
  public long writes() {
    return writes.sum();
  }

  /** Documents deleted successfully. */
  public long deletes() {
    return deletes.sum();
  }

  /** Messages published. */
  public long published() {
    return published.sum();
  }
}

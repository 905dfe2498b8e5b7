package app.tiktoktoe.cloud;

import io.grpc.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one invocation adds to a trace. Travels in the {@link Context gRPC context}. Thread-safe.
 *
 * <p>A trace that is not sampled costs the ids alone: they go into log lines and messages all the
 * same.
 */
public final class Trace {
  static final Context.Key<Trace> KEY = Context.key("app.tiktoktoe.trace");

  private static final int MAX_STEPS = 256;
  private static final Step NOTHING = new Step(null, "", Span.Kind.CLIENT, "", 0, Map.of());

  private final long startNanos;
  private final long startTick = System.nanoTime();
  private final boolean exported;
  private final RandomGenerator random;
  private final List<Span> steps = new ArrayList<>();
  private volatile RequestContext request;
  private int begun;

  /**
   * A trace that begins now.
   *
   * @param exported whether there is anything to send spans to
   */
  Trace(RequestContext request, Instant now, boolean exported, RandomGenerator random) {
    this.request = request;
    this.startNanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
    this.exported = exported;
    this.random = random;
  }

  /** The trace of the invocation that this thread works for. */
  static Optional<Trace> current() {
    return Optional.ofNullable(KEY.get());
  }

  /**
   * Begins a step of the invocation that this thread works for; outside of one, or when nobody
   * keeps the trace, a step that is nothing.
   *
   * @param name of few values
   * @param attributes each a text or a number; no personal data
   */
  static Step begin(String name, Span.Kind kind, Map<String, Object> attributes) {
    Trace trace = KEY.get();
    return trace == null ? NOTHING : trace.step(name, kind, attributes);
  }

  /** Begins to publish to {@code topic}. To be {@linkplain Step#end ended}. */
  public static Step publishing(String topic) {
    return begin(
        topic + " publish",
        Span.Kind.PRODUCER,
        Map.of("messaging.system", "gcp_pubsub", "messaging.destination.name", topic));
  }

  /**
   * Goes on with the trace of the message that this invocation was called for, if {@code
   * traceparent} is one.
   */
  public static void continueFrom(String traceparent) {
    Trace trace = KEY.get();
    if (trace != null) {
      trace.request = trace.request.continuing(traceparent);
    }
  }

  private Step step(String name, Span.Kind kind, Map<String, Object> attributes) {
    if (!isKept()) {
      return NOTHING;
    }
    synchronized (this) {
      if (++begun > MAX_STEPS) {
        return NOTHING;
      }
    }
    return new Step(this, name, kind, RequestContext.hex(random), now(), attributes);
  }

  RequestContext request() {
    return request;
  }

  /** Whether spans are recorded. */
  boolean isKept() {
    return exported && request.sampled();
  }

  private long now() {
    return startNanos + System.nanoTime() - startTick;
  }

  private synchronized void add(Span span) {
    steps.add(span);
  }

  /** All spans, the invocation's own included, which ends now. Empty when nobody keeps them. */
  synchronized List<Span> end(
      String name, Span.Kind kind, Map<String, Object> attributes, boolean failed) {
    if (!isKept()) {
      return List.of();
    }
    RequestContext of = request;
    List<Span> all = new ArrayList<>(steps);
    all.add(
        new Span(
            of.traceId(),
            of.spanId(),
            of.parentSpanId(),
            name,
            kind,
            startNanos,
            now(),
            attributes,
            failed));
    return all;
  }

  /** A step that has begun: a call or a message to somebody else. */
  public static final class Step {
    private final @Nullable Trace trace;
    private final String name;
    private final Span.Kind kind;
    private final String spanId;
    private final long startNanos;
    private final Map<String, Object> attributes;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Step(
        @Nullable Trace trace,
        String name,
        Span.Kind kind,
        String spanId,
        long startNanos,
        Map<String, Object> attributes) {
      this.trace = trace;
      this.name = name;
      this.kind = kind;
      this.spanId = spanId;
      this.startNanos = startNanos;
      this.attributes = attributes;
    }

    /**
     * This step as the caller of what it calls, as a W3C {@code traceparent}; the invocation itself
     * when the step is nothing; empty outside of an invocation.
     */
    public Optional<String> traceparent() {
      return trace == null
          ? RequestContext.current().map(RequestContext::traceparent)
          : Optional.of("00-" + trace.request().traceId() + "-" + spanId + "-01");
    }

    /** The step is over. Ending it twice changes nothing. */
    public void end(boolean failed) {
      if (trace != null && ended.compareAndSet(false, true)) {
        RequestContext of = trace.request();
        trace.add(
            new Span(
                of.traceId(),
                spanId,
                of.spanId(),
                name,
                kind,
                startNanos,
                trace.now(),
                attributes,
                failed));
      }
    }
  }
}

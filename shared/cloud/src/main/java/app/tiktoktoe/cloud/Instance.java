package app.tiktoktoe.cloud;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running instance of a function: its log, the requests it serves, and how it ends.
 * Thread-safe.
 *
 * <p>Told to end (SIGTERM), it takes no more requests, finishes those it has, flushes its clients
 * and lets the process go, within 10 s. The framework does nothing of this by itself: it goes on
 * serving until the last shutdown hook returns.
 *
 * <p>A request that is not done shortly before the platform's timeout is answered as {@link
 * Work#late} says; the framework would answer 408 without a body.
 */
public final class Instance {
  private static final Duration WORK_LIMIT = Duration.ofSeconds(8);
  private static final Duration QUIET = Duration.ofMillis(250);
  private static final Duration GIVE_UP_LIMIT = Duration.ofSeconds(1);
  private static final double CLOUD_RATIO = 0.01;
  private static final Duration DEADLINE_MARGIN = Duration.ofSeconds(2);

  private final StructuredLog log;
  private final Flush flush;
  private final Optional<Duration> deadline;
  private final Optional<TraceExport> export;
  private final double ratio;
  private final InFlight inFlight = new InFlight();
  private final RandomGenerator random = RandomGenerator.getDefault();
  private @Nullable ScheduledThreadPoolExecutor deadlines;

  Instance(
      StructuredLog log,
      Flush flush,
      Optional<Duration> deadline,
      Optional<TraceExport> export,
      double ratio) {
    this.log = log;
    this.flush = flush;
    this.deadline = deadline;
    this.export = export;
    this.ratio = ratio;
  }

  /** An instance that only logs: without a deadline and without an end. */
  public static Instance of(StructuredLog log) {
    return new Instance(log, () -> {}, Optional.empty(), Optional.empty(), 0);
  }

  /**
   * The instance of a deployed function. Takes over what libraries log and what nobody catches, and
   * registers the one shutdown hook.
   *
   * @param clients flushed at the end, once nothing uses them
   */
  public static Instance start(String function, Environment environment, GoogleClients clients) {
    StructuredLog log = StructuredLog.ofFunction(function, environment);
    LibraryLogs.into(log);
    Instance instance =
        new Instance(
            log,
            clients::flush,
            deadline(function, environment),
            TraceExport.from(environment, log),
            ratio(environment));
    Runtime.getRuntime().addShutdownHook(new Thread(instance::stop, "end of " + function));
    return instance;
  }

  /** The share of the traces that begin here and are kept. */
  static double ratio(Environment environment) {
    double ratio =
        environment
            .find("TRACE_RATIO")
            .map(Double::parseDouble)
            .orElse(environment.isCloud() ? CLOUD_RATIO : 1.0);
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("TRACE_RATIO is not in 0..1: " + ratio);
    }
    return environment.find("OTEL_EXPORTER_OTLP_ENDPOINT").isPresent() ? ratio : 0;
  }

  static Optional<Duration> deadline(String function, Environment environment) {
    return environment
        .find("CLOUD_RUN_TIMEOUT_SECONDS")
        .or(() -> environment.find("TIMEOUT_SECONDS").flatMap(all -> ofFunction(function, all)))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(timeout -> timeout.minus(min(DEADLINE_MARGIN, timeout.dividedBy(2))));
  }

  /** The value of {@code function} in {@code name=value,name=value}. */
  private static Optional<String> ofFunction(String function, String all) {
    return Stream.of(all.split(",", -1))
        .filter(one -> one.startsWith(function + "="))
        .map(one -> one.substring(function.length() + 1))
        .findFirst();
  }

  /** Sends what is held back. */
  @FunctionalInterface
  interface Flush {
    void run() throws InterruptedException;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** The function's log. */
  public StructuredLog log() {
    return log;
  }

  /** Does {@code work} for {@code request}, answers it, and logs one line about it. */
  public void serve(Work<?> work, HttpRequest request, HttpResponse response) throws Exception {
    RequestContext context = RequestContext.of(name -> header(request, name), ratio, random);
    Trace trace = new Trace(context, log.now(), export.isPresent(), random);
    response.appendHeader("X-Request-Id", context.requestId());
    Running<?> running =
        new Running<>(
            work, new Usage(), trace, request, response, log, export, inFlight::isStopping);
    if (!inFlight.enter(running)) {
      running.refuse();
      return;
    }
    Optional<Future<?>> timer = deadline.map(limit -> timer(running, limit));
    try {
      running.run();
    } finally {
      timer.ifPresent(future -> future.cancel(false));
      running.end();
      inFlight.leave(running);
    }
  }

  private static Optional<String> header(HttpRequest request, String name) {
    return request
        .getFirstHeader(name)
        .or(() -> request.getFirstHeader(name.toLowerCase(Locale.ROOT)));
  }

  private synchronized Future<?> timer(Running<?> running, Duration limit) {
    if (deadlines == null) {
      deadlines =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("deadlines").factory());
      deadlines.setRemoveOnCancelPolicy(true);
    }
    return deadlines.schedule(running::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes no more requests, and returns when all is finished or given up, and flushed. */
  void stop() {
    long start = System.nanoTime();
    inFlight.stop();
    int atFirst = inFlight.all().size();
    List<Running<?>> left = List.of();
    try {
      if (!inFlight.awaitNone(QUIET, WORK_LIMIT)) {
        left = inFlight.all();
        export.ifPresent(TraceExport::stop);
        left.forEach(Running::giveUp);
        inFlight.awaitNone(Duration.ZERO, GIVE_UP_LIMIT);
      }
      flush.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("not flushed", e, entry -> {});
    }
    int givenUp = left.size();
    long tookMs = Duration.ofNanos(System.nanoTime() - start).toMillis();
    log.info(
        "instance ended",
        entry -> entry.put("inFlight", atFirst).put("givenUp", givenUp).put("durationMs", tookMs));
  }
}

package app.tiktoktoe.cloud;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.grpc.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A request that is being served. Exactly one answer is written: by the thread that does the work,
 * or, when that takes too long, by the one that {@linkplain #giveUp gives up}. Thread-safe.
 *
 * @param <A> what is answered
 */
final class Running<A> {
  private static final int FIRST_SERVER_FAULT = 500;

  private final Work<A> work;
  private final Usage usage;
  private final Context context;
  private final HttpRequest request;
  private final HttpResponse response;
  private final StructuredLog log;
  private final Trace trace;
  private final Optional<TraceExport> export;
  private final BooleanSupplier lastOfItsConnection;
  private final Thread worker = Thread.currentThread();
  private final long start = System.nanoTime();
  private boolean answered;
  private boolean ended;

  /**
   * A request whose work this thread will do.
   *
   * @param lastOfItsConnection whether the client must send its next request elsewhere
   */
  Running(
      Work<A> work,
      Usage usage,
      Trace trace,
      HttpRequest request,
      HttpResponse response,
      StructuredLog log,
      Optional<TraceExport> export,
      BooleanSupplier lastOfItsConnection) {
    this.work = work;
    this.usage = usage;
    this.context = Context.current().withValues(Usage.KEY, usage, Trace.KEY, trace);
    this.trace = trace;
    this.export = export;
    this.request = request;
    this.response = response;
    this.log = log;
    this.lastOfItsConnection = lastOfItsConnection;
  }

  /** Works and answers, unless that was given up meanwhile. */
  void run() throws Exception {
    context.call(
        () -> {
          A answer = work.run();
          boolean reusable = RequestBody.isRead(request);
          if (claim()) {
            answer(answer, !reusable || lastOfItsConnection.getAsBoolean());
          } else {
            log.warning("ended too late", entry -> entry.put("method", work.name()));
          }
          return answer;
        });
  }

  /** Answers that the instance is about to end. */
  void refuse() throws Exception {
    claim();
    context.call(
        () -> {
          answer(work.stopping(), true);
          return true;
        });
  }

  /** Answers in place of the work, if nothing was answered yet, and interrupts it. */
  void giveUp() {
    if (claim()) {
      context.run(this::answerLate);
      synchronized (this) {
        if (!ended) {
          worker.interrupt();
        }
      }
    }
  }

  /** The thread goes on to other work: it is not interrupted any more. */
  synchronized void end() {
    ended = true;
    if (answered) {
      Thread.interrupted();
    }
    answered = true;
  }

  private synchronized boolean claim() {
    boolean first = !answered;
    answered = true;
    return first;
  }

  private void answerLate() {
    try {
      answer(work.late(), true);
    } catch (IOException | RuntimeException e) {
      log.error("late answer failed", e, entry -> entry.put("method", work.name()));
    }
  }

  private List<Span> spans(A answer) {
    int status = work.status(answer);
    return trace.end(
        work.name(),
        work.isMessage() ? Span.Kind.CONSUMER : Span.Kind.SERVER,
        Map.of("http.response.status_code", status),
        status >= FIRST_SERVER_FAULT);
  }

  /** The response is on its way, whole, when this returns: the process may end then. */
  private void answer(A answer, boolean close) throws IOException {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.invocation(
        work.name(), work.status(answer), took, usage, line -> work.describe(answer, line));
    export.ifPresent(to -> to.send(spans(answer)));
    if (close) {
      response.appendHeader("Connection", "close");
    }
    work.write(answer, response);
    response.getOutputStream().close();
  }
}

package app.tiktoktoe.cloud;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One finished step of a trace, as OpenTelemetry has it.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 of them
 * @param parentSpanId null for the first span of a trace
 * @param name of few values: a method, never an address with an id in it
 * @param startNanos since 1970
 * @param endNanos since 1970
 * @param attributes each a text or a number; no personal data
 */
record Span(
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    String name,
    Kind kind,
    long startNanos,
    long endNanos,
    Map<String, Object> attributes,
    boolean failed) {

  /** What the step is, with its number in the protocol. */
  enum Kind {
    SERVER(2),
    CLIENT(3),
    PRODUCER(4),
    CONSUMER(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  Span {
    attributes = Map.copyOf(attributes);
  }
}

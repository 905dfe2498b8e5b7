package app.tiktoktoe.cloud;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which request this thread works for: what its log lines and spans are tied together by.
 * Immutable.
 *
 * <p>A caller's {@code traceparent} (W3C) is continued, else its {@code X-Cloud-Trace-Context},
 * else a trace begins here. A caller's {@code X-Request-Id} is kept when it is 8 to 64 hexadecimal
 * digits and dashes; anything else could carry a name into the logs.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId of this invocation's own span, 16 such digits
 * @param parentSpanId the caller's span; null when the trace begins here
 * @param sampled whether the spans are kept
 * @param requestId what the answer's {@code X-Request-Id} says; the trace id unless the caller
 *     chose one
 */
public record RequestContext(
    String traceId,
    String spanId,
    @Nullable String parentSpanId,
    boolean sampled,
    String requestId) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");
  private static final Pattern CLOUD_TRACE =
      Pattern.compile("([0-9a-fA-F]{32})(?:/([0-9]{1,20}))?(?:;o=([0-9]+))?");
  private static final Pattern REQUEST_ID = Pattern.compile("[0-9a-fA-F-]{8,64}");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /** The request that this thread works for; empty outside of one. */
  public static Optional<RequestContext> current() {
    return Trace.current().map(Trace::request);
  }

  /** This request as the caller of another, in the form of a W3C {@code traceparent}. */
  public String traceparent() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }

  /**
   * The context of a request.
   *
   * @param headers finds a header by its name
   * @param ratio the share of traces that are kept among those that begin here, from 0 to 1
   */
  static RequestContext of(
      Function<String, Optional<String>> headers, double ratio, RandomGenerator random) {
    Parent parent =
        headers
            .apply("traceparent")
            .flatMap(RequestContext::ofTraceparent)
            .or(() -> headers.apply("X-Cloud-Trace-Context").flatMap(RequestContext::ofCloudTrace))
            .orElseGet(() -> new Parent(hex(random) + hex(random), null, null));
    boolean sampled =
        parent.sampled() == null ? random.nextDouble() < ratio : parent.sampled().booleanValue();
    String requestId =
        headers
            .apply("X-Request-Id")
            .filter(id -> REQUEST_ID.matcher(id).matches())
            .orElse(parent.traceId());
    return new RequestContext(parent.traceId(), hex(random), parent.spanId(), sampled, requestId);
  }

  /** The same request, of a caller that was found in its body. Unchanged when that is no caller. */
  RequestContext continuing(String traceparent) {
    return ofTraceparent(traceparent)
        .map(
            parent ->
                new RequestContext(
                    parent.traceId(),
                    spanId,
                    parent.spanId(),
                    Boolean.TRUE.equals(parent.sampled()),
                    requestId))
        .orElse(this);
  }

  private static Optional<Parent> ofTraceparent(String header) {
    Matcher matcher = TRACEPARENT.matcher(header.strip());
    if (!matcher.matches()
        || matcher.group(1).equals(NO_TRACE)
        || matcher.group(2).equals(NO_SPAN)) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
    return Optional.of(new Parent(matcher.group(1), matcher.group(2), sampled));
  }

  private static Optional<Parent> ofCloudTrace(String header) {
    Matcher matcher = CLOUD_TRACE.matcher(header.strip());
    if (!matcher.matches() || matcher.group(1).equals(NO_TRACE)) {
      return Optional.empty();
    }
    String options = matcher.group(3);
    return Optional.of(
        new Parent(
            matcher.group(1).toLowerCase(Locale.ROOT),
            spanOfDecimal(matcher.group(2)),
            options == null ? null : !options.equals("0")));
  }

  private static @Nullable String spanOfDecimal(@Nullable String decimal) {
    if (decimal == null) {
      return null;
    }
    try {
      String span = "%016x".formatted(Long.parseUnsignedLong(decimal));
      return span.equals(NO_SPAN) ? null : span;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static String hex(RandomGenerator random) {
    long bits = random.nextLong();
    return "%016x".formatted(bits == 0 ? 1 : bits);
  }

  /** A caller, and whether it keeps the trace; null when it leaves that to us. */
  private record Parent(String traceId, @Nullable String spanId, @Nullable Boolean sampled) {}
}

package app.tiktoktoe.xrpc;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An expected refusal: a value that the protocol names.
 *
 * @param error the name, from the method's lexicon or of the protocol itself
 * @param message for a developer; carries no secret
 * @param retryAfter when to try again, for a refusal that time cures
 * @param headers more headers of the answer
 */
public record Refusal(
    Kind kind,
    String error,
    String message,
    Optional<Duration> retryAfter,
    Map<String, String> headers)
    implements Reply {
  /** Copies the headers. */
  public Refusal {
    headers = Map.copyOf(headers);
  }

  /** Without more headers. */
  public Refusal(Kind kind, String error, String message, Optional<Duration> retryAfter) {
    this(kind, error, message, retryAfter, Map.of());
  }

  /** What sort of refusal; the adapter alone knows the status codes. */
  public enum Kind {
    INVALID(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    GONE(410),
    TOO_LARGE(413),
    RANGE(416),
    TOO_MANY(429),
    FAILED(500),
    NOT_IMPLEMENTED(501),
    UPSTREAM(502),
    UNAVAILABLE(503),
    TIMEOUT(504);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** A refusal of what was sent, with the name that the method's lexicon gives it. */
  public static Refusal of(String error, String message) {
    return new Refusal(Kind.INVALID, error, message, Optional.empty());
  }

  /** {@code InvalidRequest}. */
  public static Refusal invalid(String message) {
    return of("InvalidRequest", message);
  }

  /** A refusal of who calls: {@code AuthenticationRequired}, {@code AccountTakedown} and so on. */
  public static Refusal unauthenticated(String error, String message) {
    return new Refusal(Kind.UNAUTHENTICATED, error, message, Optional.empty());
  }

  /** A refusal of another kind. */
  public static Refusal of(Kind kind, String error, String message) {
    return new Refusal(kind, error, message, Optional.empty());
  }

  /** Too busy; the same call may succeed after {@code retryAfter}. */
  public static Refusal unavailable(String message, Duration retryAfter) {
    return new Refusal(Kind.UNAVAILABLE, "ServiceUnavailable", message, Optional.of(retryAfter));
  }

  /** {@code RateLimitExceeded}: the caller may come back after {@code retryAfter}. */
  public static Refusal tooMany(Duration retryAfter) {
    return new Refusal(
        Kind.TOO_MANY, "RateLimitExceeded", "Rate Limit Exceeded", Optional.of(retryAfter));
  }

  /** The same with more headers. */
  public Refusal with(Map<String, String> more) {
    return new Refusal(kind, error, message, retryAfter, more);
  }

  /** Carries the refusal out of nested code that cannot return it. */
  public RefusalException asException() {
    return new RefusalException(this);
  }
}

package app.tiktoktoe.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Calls the platform's JSON interfaces. Answers 429 and 5xx, time-outs and broken connections are
 * tried again, five times in all, with growing random pauses; whatever is sent must therefore be
 * harmless when it arrives twice. Thread-safe.
 */
final class RestClient {
  private static final int ATTEMPTS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final HttpClient http;
  private final Tokens tokens;
  private final Duration timeout;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final ObjectMapper json = new ObjectMapper();

  RestClient(
      HttpClient http, Tokens tokens, Duration timeout, Sleeper sleeper, RandomGenerator random) {
    this.http = http;
    this.tokens = tokens;
    this.timeout = timeout;
    this.sleeper = sleeper;
    this.random = random;
  }

  /** An answer that is no reason to try again. */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** What the platform says about a refusal. */
    String complaint() {
      return status + " " + body.path("error").path("message").asText("without a message");
    }
  }

  Answer get(URI address) throws InterruptedException {
    return send("GET", address, Optional.empty());
  }

  Answer patch(URI address, JsonNode body) throws InterruptedException {
    return send("PATCH", address, Optional.of(body));
  }

  private Answer send(String method, URI address, Optional<JsonNode> body)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Tried tried = once(method, address, body);
      if (tried.answer().isPresent()) {
        return tried.answer().get();
      }
      if (attempt == ATTEMPTS) {
        throw new CloudException(
            method
                + " "
                + address.getPath()
                + ": "
                + tried.complaint()
                + ", "
                + ATTEMPTS
                + " times");
      }
      sleeper.sleep(pause(attempt, tried.retryAfter()));
    }
  }

  private record Tried(Optional<Answer> answer, String complaint, Optional<Duration> retryAfter) {}

  private Tried once(String method, URI address, Optional<JsonNode> body)
      throws InterruptedException {
    try {
      HttpResponse<String> response =
          http.send(request(method, address, body), BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), parse(response.body()));
      return isWorthAnotherTry(response.statusCode())
          ? new Tried(Optional.empty(), answer.complaint(), retryAfter(response))
          : new Tried(Optional.of(answer), "", Optional.empty());
    } catch (IOException e) {
      return new Tried(Optional.empty(), e.toString(), Optional.empty());
    }
  }

  private HttpRequest request(String method, URI address, Optional<JsonNode> body)
      throws IOException {
    return HttpRequest.newBuilder(address)
        .timeout(timeout)
        .header("Authorization", "Bearer " + tokens.access())
        .header("Content-Type", "application/json")
        .method(
            method,
            body.map(tree -> BodyPublishers.ofString(tree.toString()))
                .orElseGet(BodyPublishers::noBody))
        .build();
  }

  private static boolean isWorthAnotherTry(int status) {
    return status == 429 || status >= 500;
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private Duration pause(int attempt, Optional<Duration> asked) {
    Duration ours = Duration.ofMillis(500L << attempt);
    Duration least = asked.orElse(Duration.ZERO);
    Duration pause = least.plusMillis(random.nextLong(ours.toMillis()) + 1);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private JsonNode parse(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
    } catch (JsonProcessingException e) {
      // A proxy's error page; the status says what is known.
      return MissingNode.getInstance();
    }
  }
}

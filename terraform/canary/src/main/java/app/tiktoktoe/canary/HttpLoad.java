package app.tiktoktoe.canary;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * GET requests with an identity token. A good answer is one that the function itself gave: 2xx, or
 * a refusal in JSON. The page that Google's front end answers in a function's place, for example
 * when ingress keeps this machine out, is none. Thread-safe.
 */
final class HttpLoad implements Load {
  /** Checked and taken away by Cloud Run, so that the function does not take it for a session. */
  private static final String IDENTITY = "X-Serverless-Authorization";

  private final HttpClient http;
  private final Tokens tokens;
  private final Duration timeout;

  HttpLoad(HttpClient http, Tokens tokens, Duration timeout) {
    this.http = http;
    this.tokens = tokens;
    this.timeout = timeout;
  }

  @Override
  public Answers send(URI address, Optional<URI> audience, int requests)
      throws InterruptedException {
    int good = 0;
    String complaint = "";
    for (int i = 0; i < requests; i++) {
      Optional<String> wrong = one(address, audience);
      if (wrong.isEmpty()) {
        good++;
      } else if (complaint.isEmpty()) {
        complaint = address + ": " + wrong.get();
      }
    }
    return new Answers(requests, good, complaint);
  }

  private Optional<String> one(URI address, Optional<URI> audience) throws InterruptedException {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(timeout);
      if (audience.isPresent()) {
        tokens
            .identity(audience.get())
            .ifPresent(token -> request.header(IDENTITY, "Bearer " + token));
      }
      return wrong(http.send(request.build(), BodyHandlers.discarding()));
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  private static Optional<String> wrong(HttpResponse<?> response) {
    int status = response.statusCode();
    boolean ok = status / 100 == 2;
    boolean ownRefusal = status / 100 == 4 && isJson(response);
    return ok || ownRefusal ? Optional.empty() : Optional.of("answered " + status);
  }

  private static boolean isJson(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
        .filter(type -> type.startsWith("application/json"))
        .isPresent();
  }
}

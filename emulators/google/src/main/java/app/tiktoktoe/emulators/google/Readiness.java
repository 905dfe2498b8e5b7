package app.tiktoktoe.emulators.google;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until an emulator answers {@code GET /} with 200. */
final class Readiness {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Readiness() {}

  static void await(ChildProcess child, String hostPort) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + hostPort + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client, request)) {
        if (!child.isAlive()) {
          throw new EmulatorStartException(child.epitaph());
        }
        if (System.nanoTime() > deadline) {
          throw new EmulatorStartException(
              child.name() + " did not answer within " + LIMIT.toSeconds() + " s");
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorStartException("Interrupted while " + child.name() + " started", e);
    }
    if (!child.isAlive()) {
      throw new EmulatorStartException(child.epitaph());
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}

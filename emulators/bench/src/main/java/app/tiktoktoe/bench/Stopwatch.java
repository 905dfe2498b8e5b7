package app.tiktoktoe.bench;

import app.tiktoktoe.emulators.bundles.FunctionProcess;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one start. Used by one thread. */
final class Stopwatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration UNTIL_LOGGED = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String cores;

  /** {@code cores} as {@code taskset} takes them, for example {@code 0-1}. */
  Stopwatch(String cores) {
    this.cores = cores;
  }

  /**
   * From the start of the process to the whole answer.
   *
   * @throws IllegalStateException with what the function printed when the answer is a wrong one
   */
  Duration time(Start start) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (FunctionProcess process = begin(start)) {
      answer(start, process);
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  /**
   * Starts it once without measuring.
   *
   * @throws IllegalStateException when the answer is a wrong one or the function says itself that
   *     it read no document for it
   */
  void rehearse(Start start) throws IOException, InterruptedException {
    try (FunctionProcess process = begin(start)) {
      answer(start, process);
      if (start.function().equals(Plan.EMPTY)) {
        return;
      }
      if (!process.prints(Stopwatch::saysThatItRead, UNTIL_LOGGED)) {
        throw failure(start, "no document was read", process);
      }
    }
  }

  private FunctionProcess begin(Start start) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("taskset", "--cpu-list", cores));
    command.addAll(start.command());
    return FunctionProcess.start(start.function(), command, start.folder(), start.environment())
        .listening();
  }

  private void answer(Start start, FunctionProcess process)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(start.sample().at(process.origin()), BodyHandlers.ofString());
    if (answer.statusCode() != start.sample().status()) {
      throw failure(start, answer.statusCode() + " " + answer.body(), process);
    }
  }

  private static boolean saysThatItRead(String line) {
    try {
      return JSON.readTree(line).path("firestore").path("reads").asInt() > 0;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static IllegalStateException failure(
      Start start, String reason, FunctionProcess process) {
    return new IllegalStateException(
        "%s (%s): %s%n%s"
            .formatted(
                start.function(),
                start.packaging().title(),
                reason,
                String.join("\n", process.lines())));
  }

  @Override
  public void close() {
    client.close();
  }
}

package app.tiktoktoe.bench;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.bundles.Bundle;
import app.tiktoktoe.emulators.bundles.FunctionProcess;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures how long a video takes from its upload to its last byte being playable, and bare ffmpeg
 * with the arguments that the function gave it, on the same clip. The two take turns, so that what
 * else the machine does falls on both.
 */
final class VideoBench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path source;
  private final int runs;
  private final Map<String, String> system;
  private int accounts;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Measures nothing yet.
   *
   * @param source the folder of the root pom, packaged
   * @param runs of each that count, after one that does not
   * @param system the variables that say where ffmpeg and Google's emulators are
   */
  VideoBench(Path source, int runs, Map<String, String> system) {
    this.source = source;
    this.runs = runs;
    this.system = Map.copyOf(system);
  }

  /**
   * Prints the table.
   *
   * @throws IllegalStateException when the video does not become playable
   */
  void run(PrintStream out) throws IOException, InterruptedException {
    Catalogue catalogue = Catalogue.read(source.resolve("functions/catalogue.yaml"));
    try (TemporaryFolder data = TemporaryFolder.create();
        TemporaryFolder work = TemporaryFolder.create();
        LocalCloud cloud = LocalCloud.start(catalogue, data.path(), system)) {
      BareFfmpeg bare =
          new BareFfmpeg(work.path(), Path.of(system.getOrDefault("FFMPEG", "/usr/bin/ffmpeg")));
      Map<String, String> environment = new HashMap<>(cloud.environment());
      environment.put("FFMPEG", bare.ffmpeg().toString());
      Path clip = bare.clip();
      try (FunctionProcess auth = start(catalogue, "auth", environment);
          FunctionProcess video = start(catalogue, "video", environment)) {
        try (FunctionProcess media = start(catalogue, "media", recording(environment, bare))) {
          upload(new Service(cloud, auth.origin(), video.origin(), media.origin()), clip);
        }
        try (FunctionProcess media = start(catalogue, "media", environment)) {
          Service service = new Service(cloud, auth.origin(), video.origin(), media.origin());
          measure(service, bare, clip, out);
        }
      }
    }
  }

  /** The recorder is a script, and there is no shell in the sandbox. */
  private static Map<String, String> recording(Map<String, String> environment, BareFfmpeg bare)
      throws IOException {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put("FFMPEG", bare.recorder().toString());
    changed.put("SANDBOX", "none");
    return changed;
  }

  private FunctionProcess start(Catalogue catalogue, String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    Bundle bundle =
        Bundle.of(source, Optional.ofNullable(catalogue.functions().get(name)).orElseThrow());
    return FunctionProcess.start(
            name, bundle.command(Bundle.invoker(source)), bundle.folder(), environment)
        .listening();
  }

  private record Service(LocalCloud cloud, URI auth, URI video, URI media) {}

  private record Account(String did, String token) {}

  private void measure(Service service, BareFfmpeg bare, Path clip, PrintStream out)
      throws IOException, InterruptedException {
    upload(service, clip);
    List<String> ladder = bare.ladder();
    bare.time(ladder, clip);
    out.println("| run | upload to playable, s | bare ffmpeg, s | ratio |");
    out.println("| --- | ---: | ---: | ---: |");
    List<Double> ratios = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      double ours = seconds(upload(service, clip));
      double theirs = seconds(bare.time(ladder, clip));
      ratios.add(ours / theirs);
      out.printf(Locale.ROOT, "| %d | %.2f | %.2f | %.3f |%n", run, ours, theirs, ours / theirs);
    }
    List<Double> sorted = ratios.stream().sorted().toList();
    out.printf(Locale.ROOT, "%nMedian ratio: %.3f%n", sorted.get(sorted.size() / 2));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private Account signUp(Service service) throws IOException, InterruptedException {
    String name = "uploader" + ++accounts;
    JsonNode session =
        send(
            HttpRequest.newBuilder(service.auth().resolve("/xrpc/com.atproto.server.createAccount"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        JSON.createObjectNode()
                            .put("handle", name + ".test")
                            .put("email", name + "@test.example")
                            .put("password", "correct horse")
                            .toString())));
    return new Account(session.path("did").asText(), session.path("accessJwt").asText());
  }

  /** Each time as another account: one's own file is known again, and not made again. */
  private Duration upload(Service service, Path clip) throws IOException, InterruptedException {
    Account account = signUp(service);
    long begin = System.nanoTime();
    String path = "/xrpc/app.bsky.video.uploadVideo?name=clip.mp4&did=" + account.did();
    JsonNode job =
        send(
            HttpRequest.newBuilder(service.video().resolve(path))
                .header("Authorization", "Bearer " + account.token())
                .header("Content-Type", "video/mp4")
                .POST(BodyPublishers.ofFile(clip)));
    String status = "/xrpc/app.bsky.video.getJobStatus?jobId=" + job.path("jobId").asText();
    deliver(service);
    JsonNode ended = send(HttpRequest.newBuilder(service.video().resolve(status)).GET());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (!ended.at("/jobStatus/state").asText().equals("JOB_STATE_COMPLETED")) {
      throw new IllegalStateException("The job ended as " + ended);
    }
    return took;
  }

  /** Hands the notification on as soon as there is one; the function answers when it is done. */
  private void deliver(Service service) throws IOException, InterruptedException {
    List<String> envelopes = service.cloud().topics().take("media");
    while (envelopes.isEmpty()) {
      Thread.sleep(5);
      envelopes = service.cloud().topics().take("media");
    }
    for (String envelope : envelopes) {
      send(
          HttpRequest.newBuilder(service.media())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(envelope)));
    }
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "%s: %d %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }
}

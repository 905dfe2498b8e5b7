package app.tiktoktoe.emulators.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.FunctionEntry;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bundle, started by the buildpack's command line. */
class BundleStartIT {
  private static final Duration LOGGED = Duration.ofSeconds(10);
  private static final Map<String, FunctionProcess> RUNNING = new TreeMap<>();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static LocalCloud cloud;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    cloud = LocalCloud.start(Tree.catalogue(), data, System.getenv());
    for (Bundle bundle : Tree.bundles().toList()) {
      RUNNING.put(
          bundle.function().name(),
          FunctionProcess.start(
              bundle.function().name(),
              bundle.command(Bundle.invoker(Tree.ROOT)),
              bundle.folder(),
              cloud.environment()));
    }
    for (FunctionProcess process : RUNNING.values()) {
      process.listening();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    RUNNING.values().forEach(FunctionProcess::close);
    cloud.close();
  }

  static Stream<FunctionEntry> http() throws IOException {
    return Tree.catalogue().functions().values().stream().filter(f -> !Tree.isEvent(f));
  }

  static Stream<FunctionEntry> events() throws IOException {
    return Tree.catalogue().functions().values().stream().filter(Tree::isEvent);
  }

  @Test
  void togetherTheyServeALife() throws Exception {
    Map<String, URI> addresses = new TreeMap<>();
    RUNNING.forEach((name, process) -> addresses.put(name, process.origin()));
    try (Journey journey = new Journey(cloud, addresses)) {
      assertTrue(RUNNING.keySet().containsAll(journey.run().keySet()));
    }
  }

  @ParameterizedTest
  @MethodSource("http")
  void anUnknownMethodIsRefusedInJson(FunctionEntry function) throws Exception {
    Sample unknown = Sample.get("/xrpc/app.tiktoktoe.none");
    HttpResponse<String> answer = answer(function, unknown);
    assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 502, () -> answer.toString());
    assertTrue(new ObjectMapper().readTree(answer.body()).hasNonNull("error"), answer.body());
  }

  @ParameterizedTest
  @MethodSource("events")
  void aBadEnvelopeIsDroppedAndSaidSo(FunctionEntry function) throws Exception {
    assertEquals(204, answer(function, Sample.push("{\"not\":\"an envelope\"}")).statusCode());
    FunctionProcess process = running(function);
    assertTrue(
        process.prints(
            line -> line.contains("event dropped") && line.contains("no message"), LOGGED),
        () -> String.join("\n", process.lines()));
  }

  private static HttpResponse<String> answer(FunctionEntry function, Sample sample)
      throws Exception {
    return CLIENT.send(sample.at(running(function).origin()), BodyHandlers.ofString());
  }

  private static FunctionProcess running(FunctionEntry function) {
    return Objects.requireNonNull(RUNNING.get(function.name()));
  }
}

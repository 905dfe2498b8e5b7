package app.tiktoktoe.canary;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Puts the program together against Google Cloud. */
final class CanaryWiring {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private CanaryWiring() {}

  static Cli cli(Consumer<String> journal) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    Tokens tokens = new GoogleTokens();
    Sleeper sleeper = Thread::sleep;
    RestClient rest = new RestClient(http, tokens, TIMEOUT, sleeper, RandomGenerator.getDefault());
    return new Cli(
        new CloudRunTraffic(rest, URI.create("https://run.googleapis.com"), sleeper),
        new MonitoringMeasurements(rest, URI.create("https://monitoring.googleapis.com")),
        new HttpLoad(http, tokens, TIMEOUT),
        InstantSource.system(),
        sleeper,
        journal);
  }
}

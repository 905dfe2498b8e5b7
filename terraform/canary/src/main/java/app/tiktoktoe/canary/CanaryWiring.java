package app.tiktoktoe.canary;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Puts the program's parts together against Google Cloud. */
final class CanaryWiring {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private CanaryWiring() {}

  static Cli cli(Consumer<String> journal) {
    return new Cli(CanaryWiring::cloud, InstantSource.system(), Thread::sleep, journal);
  }

  private static Cli.Cloud cloud(Optional<String> account) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    Tokens tokens = new GoogleTokens(account);
    Sleeper sleeper = Thread::sleep;
    RestClient rest = new RestClient(http, tokens, TIMEOUT, sleeper, RandomGenerator.getDefault());
    return new Cli.Cloud(
        new CloudRunTraffic(rest, URI.create("https://run.googleapis.com"), sleeper),
        new MonitoringMeasurements(rest, URI.create("https://monitoring.googleapis.com")),
        new HttpLoad(http, tokens, TIMEOUT));
  }
}

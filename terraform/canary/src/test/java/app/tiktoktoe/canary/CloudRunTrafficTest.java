package app.tiktoktoe.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.canary.GoogleDouble.Accident;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** At the wire, with everything that goes wrong there. */
class CloudRunTrafficTest extends TrafficContract {
  private static final ServiceName FEED = FakePlatform.name("feed");

  private final List<Duration> pauses = new ArrayList<>();
  private GoogleDouble google;

  @BeforeEach
  void open() throws Exception {
    google = new GoogleDouble(platform);
  }

  @AfterEach
  void close() {
    google.close();
  }

  @Override
  Traffic traffic() {
    return new CloudRunTraffic(rest(), google.address(), pauses::add);
  }

  private RestClient rest() {
    Tokens tokens =
        new Tokens() {
          @Override
          public String access() {
            return "access";
          }

          @Override
          public Optional<String> identity(URI audience) {
            return Optional.empty();
          }
        };
    return new RestClient(
        HttpClient.newHttpClient(),
        tokens,
        Duration.ofMillis(500),
        pauses::add,
        RandomGenerator.getDefault());
  }

  @Test
  void triesAgainWhatMayPass() throws Exception {
    platform.serving("feed", 0);
    google.next(Accident.UNAVAILABLE, Accident.TOO_MANY, Accident.HANGS, Accident.UNAVAILABLE);
    assertEquals("feed-00001", traffic().read(FEED).created().name());
    assertEquals(4, pauses.size());
  }

  @Test
  void givesUpAfterFiveTimes() {
    platform.serving("feed", 0);
    Accident[] five = new Accident[5];
    Arrays.fill(five, Accident.UNAVAILABLE);
    google.next(five);
    CloudException e = assertThrows(CloudException.class, () -> traffic().read(FEED));
    assertTrue(e.toString().contains("503 unavailable, 5 times"), e::toString);
    assertEquals(5, google.requests.size());
  }

  @Test
  void asksAForbiddingPlatformOnlyOnce() {
    platform.serving("feed", 0);
    google.next(Accident.FORBIDDEN);
    CloudException e = assertThrows(CloudException.class, () -> traffic().read(FEED));
    assertTrue(e.toString().contains("403 forbidden"), e::toString);
    assertEquals(1, google.requests.size());
  }

  @Test
  void appliesItsChangeToWhatAFasterOneLeft() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    Revision second = FakePlatform.revision("feed", 2);
    List<Split> seen = new ArrayList<>();
    traffic()
        .change(
            FEED,
            split -> {
              if (seen.isEmpty()) {
                platform.change(FEED, other -> other.trying(second, 50));
              }
              seen.add(split);
              return split.fresh().isPresent() ? split.undone() : split.trying(second, 5);
            });
    assertEquals(
        List.of(
            TrafficTarget.of(FakePlatform.revision("feed", 1), 100),
            TrafficTarget.of(second, 0, "withdrawn")),
        platform.traffic("feed"));
  }

  @Test
  void writesAgainAfterAConflict() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    Revision second = FakePlatform.revision("feed", 2);
    Traffic traffic = traffic();
    traffic.read(FEED);
    google.requests.clear();
    List<Split> seen = new ArrayList<>();
    traffic.change(
        FEED,
        split -> {
          seen.add(split);
          if (seen.size() == 1) {
            google.next(Accident.CONFLICT);
          }
          return split.trying(second, 5);
        });
    assertEquals(2, seen.size());
    assertEquals(5, platform.greatestShare("feed", 2));
    assertEquals(1, platform.writes.size());
  }

  @Test
  void takesALostAnswerForWhatItIs() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    traffic()
        .change(
            FEED,
            split -> {
              if (split.fresh().isEmpty()) {
                google.next(Accident.ANSWER_LOST);
              }
              return split.trying(FakePlatform.revision("feed", 2), 5);
            });
    assertEquals(1, platform.writes.size());
    assertEquals(5, platform.greatestShare("feed", 2));
  }

  @Test
  void waitsUntilThePlatformObeys() throws Exception {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    google.reconcilesAfter(3);
    traffic().change(FEED, split -> split.trying(FakePlatform.revision("feed", 2), 5));
    assertEquals(List.of(2L, 2L, 2L), pauses.stream().map(Duration::toSeconds).toList());
  }

  @Test
  void saysWhenThePlatformDoesNotObey() {
    platform.serving("feed", 0).deploy("feed", Behaviour.GOOD);
    google.failsWith("revision is not ready");
    CloudException e =
        assertThrows(
            CloudException.class,
            () -> traffic().change(FEED, s -> s.trying(FakePlatform.revision("feed", 2), 5)));
    assertTrue(e.toString().contains("revision is not ready"), e::toString);
  }

  @Test
  void readsMeasurementsByRevision() throws Exception {
    platform
        .serving("feed", 6000)
        .deploy("feed", Behaviour.answering(0.1, 0.2, Duration.ofMillis(250)))
        .withTraffic(
            "feed",
            TrafficTarget.of(FakePlatform.revision("feed", 1), 90),
            TrafficTarget.of(FakePlatform.revision("feed", 2), 10));
    platform.sleep(Duration.ofMinutes(5));
    Measurements measurements = new MonitoringMeasurements(rest(), google.address());
    var found = measurements.read(FEED, FakePlatform.START, platform.instant());
    assertEquals(
        new Sample(3000, 300, 600, Optional.of(Duration.ofMillis(250))),
        found.get(FakePlatform.revision("feed", 2)));
    assertEquals(
        new Sample(27_000, 0, 0, Optional.of(Behaviour.QUICK)),
        found.get(FakePlatform.revision("feed", 1)));
    google.next(Accident.FORBIDDEN);
    assertThrows(
        CloudException.class,
        () -> measurements.read(FEED, FakePlatform.START, platform.instant()));
  }

  @Test
  void carriesAWholeRoll() {
    platform.serving("feed", 3000).deploy("feed", Behaviour.failing(0.2));
    List<String> journal = new ArrayList<>();
    Roll roll =
        new Roll(
            traffic(),
            new MonitoringMeasurements(rest(), google.address()),
            platform,
            Pace.DEFAULT,
            platform,
            platform,
            journal::add);
    Outcome outcome =
        roll.run(List.of(new Candidate(FEED, Optional.empty(), Optional.empty(), Limits.DEFAULT)));
    assertEquals(1, outcome.exitCode(), journal::toString);
    assertEquals(100, platform.traffic("feed").getFirst().percent());
  }
}

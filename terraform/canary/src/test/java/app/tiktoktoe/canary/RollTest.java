package app.tiktoktoe.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RollTest {
  private static final long BUSY = 3000;
  private static final long QUIET = 2;

  private final FakePlatform platform = new FakePlatform();
  private final List<String> journal = new ArrayList<>();

  @Test
  void aGoodRevisionGetsEverything() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.GOOD);
    assertInstanceOf(Outcome.Done.class, roll(candidate("feed")));
    assertEquals(
        List.of(
            "feed [feed-00001=100#stable, feed-00002=0#canary]",
            "feed [feed-00001=95#stable, feed-00002=5#canary]",
            "feed [feed-00001=75#stable, feed-00002=25#canary]",
            "feed [feed-00001=50#stable, feed-00002=50#canary]",
            "feed [feed-00001=0#stable, feed-00002=100#canary]",
            "feed [feed-00002=100, feed-00001=0#previous]"),
        platform.writes);
  }

  @Test
  void eachStepIsHeldUntilItsMeasurementsAreThere() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.GOOD);
    roll(candidate("feed"));
    Duration took = Duration.between(FakePlatform.START, platform.instant());
    assertEquals(Pace.DEFAULT.hold().plus(Pace.DEFAULT.lag()).multipliedBy(4), took);
  }

  @Test
  void aBadRevisionGetsFivePercentAndNoMore() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.failing(0.1));
    Outcome outcome = roll(candidate("feed"));
    assertReason("10.7 % of 75 requests failed, limit 2.0 %", outcome);
    assertEquals(1, outcome.exitCode());
    assertEquals(5, platform.greatestShare("feed", 2));
    assertBackAtFirst("feed");
  }

  @Test
  void aRevisionThatFailsAlwaysIsCaughtByItsFirstRequests() {
    platform.serving("feed", 100).deploy("feed", Behaviour.failing(1));
    assertReason("4 of the first 4 requests failed", roll(candidate("feed")));
    assertBackAtFirst("feed");
  }

  @Test
  void aRevisionThatIsWorseThanTheStableOneGoesBackBelowTheAbsoluteLimit() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.failing(0.015));
    assertReason("the stable revision's", roll(candidate("feed")));
    assertBackAtFirst("feed");
  }

  @Test
  void aSlowRevisionGoesBack() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.slow(Duration.ofSeconds(3)));
    assertReason("p95 is 3000 ms, limit 2000 ms", roll(candidate("feed")));
    assertBackAtFirst("feed");
  }

  @Test
  void aRevisionThatIsMuchSlowerThanTheStableOneGoesBack() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.slow(Duration.ofMillis(300)));
    assertReason("p95 is 300 ms, the stable revision's 80 ms", roll(candidate("feed")));
    assertBackAtFirst("feed");
  }

  @Test
  void aRevisionThatRefusesEverybodyGoesBack() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.answering(0, 0.9, Behaviour.QUICK));
    assertReason("were refused", roll(candidate("feed")));
    assertBackAtFirst("feed");
  }

  @Test
  void aRevisionThatBreaksUnderAllTheTrafficGoesBackFromThere() {
    Behaviour breaksAtLast =
        Behaviour.GOOD.until(
            FakePlatform.START.plus(Duration.ofMinutes(28)), Behaviour.failing(0.5));
    platform.serving("feed", BUSY).deploy("feed", breaksAtLast);
    assertInstanceOf(Outcome.RolledBack.class, roll(candidate("feed")));
    assertEquals(100, platform.greatestShare("feed", 2));
    assertBackAtFirst("feed");
  }

  @Test
  void aGoodBeginningHidesNoBadEnd() {
    // The fake's hour of waiting for a quiet neighbour gives the flapping revision a long good
    // past.
    Behaviour flapping =
        Behaviour.GOOD.until(
            FakePlatform.START.plus(Duration.ofMinutes(14)), Behaviour.failing(0.04));
    platform
        .serving("feed", BUSY * 10)
        .deploy("feed", flapping)
        .serving("mail", QUIET)
        .deploy("mail", Behaviour.GOOD);
    Outcome outcome = roll(candidate("feed"), quiet("mail"));
    assertReason("lately", outcome);
    assertEquals(5, platform.greatestShare("feed", 2));
    assertBackAtFirst("feed");
    assertBackAtFirst("mail");
  }

  @Test
  void aSilentRevisionGoesBack() {
    platform.serving("mail", 0).deploy("mail", Behaviour.GOOD);
    assertReason("only 0 requests, 50 are needed", roll(candidate("mail")));
    assertEquals(5, platform.greatestShare("mail", 2));
    assertBackAtFirst("mail");
  }

  @Test
  void aSilentRevisionOfAServiceThatMayBeQuietPasses() {
    platform.serving("mail", QUIET).deploy("mail", Behaviour.GOOD);
    assertInstanceOf(Outcome.Done.class, roll(quiet("mail")));
  }

  @Test
  void aRevisionThatABusyServicesRequestsDoNotReachGoesBack() {
    platform.serving("mail", BUSY).deploy("mail", Behaviour.deaf());
    assertReason("were due", roll(quiet("mail")));
    assertBackAtFirst("mail");
  }

  @Test
  void probesMakeUpForUsers() {
    platform.serving("mail", 0).deploy("mail", Behaviour.GOOD);
    assertInstanceOf(Outcome.Done.class, roll(probed("mail", "/xrpc/_health")));
    FakePlatform another = new FakePlatform().serving("mail", 0).deploy("mail", Behaviour.GOOD);
    assertInstanceOf(
        Outcome.Done.class, roll(another, probed("mail", "https://mail.test/xrpc/_health")));
  }

  @Test
  void aRevisionThatFailsItsRehearsalIsSeenByNoUser() {
    platform.serving("mail", BUSY).deploy("mail", Behaviour.failing(0.3));
    assertReason("3 of 10 probes: answered 500", roll(probed("mail", "/xrpc/_health")));
    assertEquals(0, platform.greatestShare("mail", 2));
    assertBackAtFirst("mail");
  }

  @Test
  void servicesGoTogetherAndComeBackTogether() {
    platform
        .serving("feed", BUSY)
        .deploy("feed", Behaviour.GOOD)
        .serving("posting", BUSY)
        .deploy("posting", Behaviour.GOOD.until(minute(12), Behaviour.failing(0.3)))
        .serving("auth", BUSY);
    assertReason("posting", roll(candidate("feed"), candidate("posting"), candidate("auth")));
    assertBackAtFirst("feed");
    assertBackAtFirst("posting");
    assertEquals(25, platform.greatestShare("feed", 2));
    assertEquals(0, platform.greatestShare("auth", 1));
    assertTrue(
        journal.contains("auth (europe-west4): auth-00001 serves already"), journal::toString);
  }

  @Test
  void aShortLossOfMeasurementsIsBorneAndALongOneIsNot() {
    platform
        .serving("feed", BUSY)
        .deploy("feed", Behaviour.GOOD)
        .failing("measurements", Duration.ofMinutes(2), Duration.ofMinutes(4));
    assertInstanceOf(Outcome.Done.class, roll(candidate("feed")));
    FakePlatform another =
        new FakePlatform()
            .serving("feed", BUSY)
            .deploy("feed", Behaviour.GOOD)
            .failing("measurements", Duration.ofMinutes(2), Duration.ofMinutes(10));
    assertReason("no measurements for 5 minutes", roll(another, candidate("feed")));
  }

  @Test
  void aServiceThatCannotBeMovedTakesAllBack() {
    platform
        .serving("feed", BUSY)
        .deploy("feed", Behaviour.GOOD)
        .serving("posting", BUSY)
        .deploy("posting", Behaviour.GOOD)
        .failing("posting", Duration.ofMinutes(5), Duration.ofHours(5));
    Outcome outcome = roll(candidate("feed"), candidate("posting"));
    Outcome.Stuck stuck = assertInstanceOf(Outcome.Stuck.class, outcome);
    assertEquals(3, stuck.exitCode());
    assertTrue(stuck.stuck().getFirst().startsWith("posting (europe-west4) may not be back at"));
    assertBackAtFirst("feed");
    platform.recovered();
    new RollBack(platform, journal::add).run(List.of(FakePlatform.name("posting")), any -> none());
    assertBackAtFirst("posting");
  }

  @Test
  void anInterruptedRollGoesBack() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.GOOD).interruptedAt(30);
    assertReason("interrupted", roll(candidate("feed")));
    assertEquals(25, platform.greatestShare("feed", 2));
    assertBackAtFirst("feed");
  }

  @Test
  void aRollThatWasKilledAnywhereIsResumedOrUndone() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.GOOD);
    roll(candidate("feed"));
    List<TrafficTarget> promoted = platform.traffic("feed");
    for (int kill = 1; kill <= platform.sleeps(); kill++) {
      FakePlatform resumed = killed(kill);
      int reached = resumed.greatestShare("feed", 2);
      resumed.writes.clear();
      assertInstanceOf(Outcome.Done.class, roll(resumed, candidate("feed")));
      assertEquals(promoted, resumed.traffic("feed"));
      assertTrue(
          resumed.writes.stream()
              .allMatch(write -> write.contains("=100, ") || shareOf(write) >= reached),
          () -> "never lower than " + reached + ": " + resumed.writes);

      FakePlatform undone = killed(kill);
      new RollBack(undone, journal::add).run(List.of(FakePlatform.name("feed")), any -> none());
      assertEquals(
          TrafficTarget.of(FakePlatform.revision("feed", 1), 100),
          undone.traffic("feed").getFirst());
    }
  }

  private static int shareOf(String write) {
    return Integer.parseInt(write.replaceFirst(".*feed-00002=(\\d+).*", "$1"));
  }

  private FakePlatform killed(int sleep) {
    FakePlatform machine =
        new FakePlatform().serving("feed", BUSY).deploy("feed", Behaviour.GOOD).killedAt(sleep);
    assertThrows(FakePlatform.Killed.class, () -> roll(machine, candidate("feed")));
    return machine.recovered();
  }

  @Test
  void whatCannotBeRolledIsRefusedUntouched() {
    platform.serving("feed", BUSY).deployBroken("feed");
    assertRefused("feed-00002 did not start: the container did not listen", candidate("feed"));
    platform
        .serving("posting", BUSY)
        .deploy("posting", Behaviour.GOOD)
        .withTraffic(
            "posting",
            TrafficTarget.of(FakePlatform.revision("posting", 1), 60),
            TrafficTarget.of(FakePlatform.revision("posting", 2), 40));
    assertRefused("is split by hand", candidate("posting"));
    assertRefused("does not exist", candidate("nowhere"));
    assertEquals(List.of(), platform.writes);
  }

  @Test
  void aWithdrawnRevisionIsTriedAgainOnlyByName() {
    platform.serving("feed", BUSY).deploy("feed", Behaviour.GOOD).interruptedAt(3);
    roll(candidate("feed"));
    assertRefused("was withdrawn", candidate("feed"));
    Candidate named =
        new Candidate(
            FakePlatform.name("feed"),
            Optional.of(FakePlatform.revision("feed", 2)),
            Optional.empty(),
            Limits.DEFAULT);
    assertInstanceOf(Outcome.Done.class, roll(named));
  }

  private static Instant minute(int minutes) {
    return FakePlatform.START.plus(Duration.ofMinutes(minutes));
  }

  private static Candidate candidate(String service) {
    return new Candidate(
        FakePlatform.name(service), Optional.empty(), Optional.empty(), Limits.DEFAULT);
  }

  private static Candidate quiet(String service) {
    return new Candidate(
        FakePlatform.name(service),
        Optional.empty(),
        Optional.empty(),
        Limits.DEFAULT.withSilence(Limits.Silence.PASSES));
  }

  private static Candidate probed(String service, String probe) {
    return new Candidate(
        FakePlatform.name(service),
        Optional.empty(),
        Optional.of(Probe.parse(probe)),
        Limits.DEFAULT);
  }

  private Outcome roll(Candidate... candidates) {
    return roll(platform, candidates);
  }

  private Outcome roll(FakePlatform where, Candidate... candidates) {
    return new Roll(where, where, where, Pace.DEFAULT, where, where, journal::add)
        .run(List.of(candidates));
  }

  private void assertBackAtFirst(String service) {
    List<TrafficTarget> traffic = platform.traffic(service);
    assertEquals(
        List.of(
            TrafficTarget.of(FakePlatform.revision(service, 1), 100),
            TrafficTarget.of(FakePlatform.revision(service, 2), 0, "withdrawn")),
        traffic);
  }

  private void assertRefused(String reason, Candidate candidate) {
    Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, roll(candidate));
    assertTrue(refused.reasons().getFirst().contains(reason), refused::toString);
  }

  private static void assertReason(String reason, Outcome outcome) {
    Outcome.RolledBack rolledBack = assertInstanceOf(Outcome.RolledBack.class, outcome);
    assertTrue(
        rolledBack.reasons().stream().anyMatch(text -> text.contains(reason)),
        rolledBack::toString);
  }

  private static Optional<Revision> none() {
    return Optional.empty();
  }
}

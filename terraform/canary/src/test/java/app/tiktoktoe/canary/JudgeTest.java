package app.tiktoktoe.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final Pace PACE = Pace.DEFAULT;
  private static final Sample STABLE = sample(1000, 0, 0, 100);

  private final Judge judge = new Judge(PACE);

  @ParameterizedTest
  @CsvSource({
    // requests, errors, refusals, p95 ms, verdict
    "50,   0,  0,   100, Promote",
    "50,   0,  0,   300, Promote",
    "50,   0,  0,   301, RollBack",
    "50,   2,  0,   100, Promote",
    "50,   3,  0,   100, RollBack",
    "1000, 5,  0,   100, Promote",
    "1000, 6,  0,   100, RollBack",
    "50,   0,  10,  100, Promote",
    "50,   0,  11,  100, RollBack",
    "49,   0,  0,   100, Wait",
    "49,   24, 0,   100, Wait",
    "49,   25, 0,   100, RollBack",
    "3,    2,  0,   100, Wait",
    "3,    3,  0,   100, RollBack",
    "49,   0,  49, 9000, Wait",
  })
  void comparesWithTheStableRevision(
      long requests, long errors, long refusals, long p95, String verdict) {
    Verdict found = verdict(sample(requests, errors, refusals, p95), STABLE, PACE.hold());
    assertEquals(verdict, found.getClass().getSimpleName(), found::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 2, 2000, Promote",
    "100, 3, 2000, RollBack",
    "100, 0, 2001, RollBack",
    "100, 0, 2000, Promote"
  })
  void hasOnlyItsLimitsWithoutABaseline(long requests, long errors, long p95, String verdict) {
    Verdict found = verdict(sample(requests, errors, 0, p95), Sample.NONE, PACE.hold());
    assertEquals(verdict, found.getClass().getSimpleName(), found::toString);
  }

  @Test
  void waitsUntilTheStepWasHeldAndSaysWhatIsMissing() {
    Verdict early = verdict(sample(20, 0, 0, 100), STABLE, PACE.hold().minusSeconds(1));
    assertEquals(30, assertInstanceOf(Verdict.Wait.class, early).missingRequests());
    Verdict busy = verdict(sample(500, 0, 0, 100), STABLE, PACE.hold().minusSeconds(1));
    assertEquals(0, assertInstanceOf(Verdict.Wait.class, busy).missingRequests());
  }

  @Test
  void losesPatienceWithSilence() {
    Duration end = PACE.hold().plus(PACE.patience());
    assertInstanceOf(Verdict.Wait.class, verdict(Sample.NONE, STABLE, end.minusSeconds(1)));
    assertInstanceOf(Verdict.RollBack.class, verdict(Sample.NONE, STABLE, end));
  }

  @Test
  void letsAQuietServicePassUnlessItsFewRequestsFailedOrWentElsewhere() {
    Limits quiet = Limits.DEFAULT.withSilence(Limits.Silence.PASSES);
    Duration end = PACE.hold().plus(PACE.patience());
    Sample few = sample(20, 0, 0, 100);
    assertInstanceOf(Verdict.Promote.class, judge.judge(seen(few, Sample.NONE, end), quiet));
    Sample failing = sample(20, 1, 0, 100);
    Verdict failed = judge.judge(seen(failing, Sample.NONE, end), quiet);
    assertTrue(failed.toString().contains("1 of them failed"), failed::toString);
    Verdict elsewhere = judge.judge(seen(few, sample(980, 0, 0, 100), end), quiet);
    assertTrue(elsewhere.toString().contains("50 were due"), elsewhere::toString);
    assertInstanceOf(
        Verdict.Promote.class, judge.judge(seen(few, sample(960, 0, 0, 100), end), quiet));
  }

  @Test
  void looksAtTheLastMinutesByThemselves() {
    Sample whole = sample(10_000, 30, 0, 100);
    Sample lately = sample(300, 30, 0, 100);
    Verdict verdict =
        judge.judge(new Observation(5, PACE.hold(), whole, lately, STABLE, STABLE), Limits.DEFAULT);
    assertTrue(verdict.toString().contains("lately 10.0 % of 300"), verdict::toString);
  }

  @Test
  void forgivesWhatTheStableRevisionDoesAsWell() {
    Sample sick = sample(1000, 8, 400, 900);
    Verdict verdict = verdict(sample(1000, 18, 500, 1800), sick, PACE.hold());
    assertInstanceOf(Verdict.Promote.class, verdict, verdict::toString);
  }

  private Verdict verdict(Sample fresh, Sample baseline, Duration measured) {
    return judge.judge(
        new Observation(5, measured, fresh, fresh, baseline, baseline), Limits.DEFAULT);
  }

  private static Observation seen(Sample fresh, Sample stable, Duration measured) {
    return new Observation(5, measured, fresh, fresh, stable, STABLE);
  }

  private static Sample sample(long requests, long errors, long refusals, long p95) {
    return new Sample(requests, errors, refusals, Optional.of(Duration.ofMillis(p95)));
  }
}

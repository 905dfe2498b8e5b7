package app.tiktoktoe.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides from measurements alone. Thread-safe. */
final class Judge {
  private final Pace pace;

  Judge(Pace pace) {
    this.pace = pace;
  }

  Verdict judge(Observation seen, Limits limits) {
    List<String> harm = new ArrayList<>(harm(seen.step(), seen.baseline(), limits));
    if (harm.isEmpty()) {
      harm(seen.recent(), seen.baseline(), limits).stream()
          .map(reason -> "lately " + reason)
          .forEach(harm::add);
    }
    return harm.isEmpty() ? timeWillTell(seen, limits) : new Verdict.RollBack(harm);
  }

  private Verdict timeWillTell(Observation seen, Limits limits) {
    long missing = Math.max(0, limits.minRequests() - seen.step().requests());
    if (seen.measured().compareTo(pace.hold()) < 0) {
      return new Verdict.Wait("%d requests".formatted(seen.step().requests()), missing);
    }
    if (missing == 0) {
      return new Verdict.Promote(summary(seen.step()));
    }
    if (seen.measured().compareTo(pace.hold().plus(pace.patience())) < 0) {
      return new Verdict.Wait("%d more requests are needed".formatted(missing), missing);
    }
    return silence(seen, limits);
  }

  /** A quiet service may pass; a revision that a busy service's requests do not reach may not. */
  private static Verdict silence(Observation seen, Limits limits) {
    String count =
        "only %d requests, %d are needed".formatted(seen.step().requests(), limits.minRequests());
    if (limits.silence() == Limits.Silence.ROLLS_BACK) {
      return new Verdict.RollBack(List.of(count));
    }
    long due = (seen.step().requests() + seen.stable().requests()) * seen.percent() / 100;
    if (due >= limits.minRequests()) {
      return new Verdict.RollBack(List.of(count + " and %d were due".formatted(due)));
    }
    if (seen.step().errors() > 0) {
      return new Verdict.RollBack(
          List.of(count + ", and %d of them failed".formatted(seen.step().errors())));
    }
    return new Verdict.Promote("quiet: " + count);
  }

  private static List<String> harm(Sample fresh, Sample baseline, Limits limits) {
    if (fresh.requests() < limits.minRequests()) {
      return fresh.errors() >= limits.minErrors() && fresh.errorShare() >= 0.5
          ? List.of(
              "%d of the first %d requests failed".formatted(fresh.errors(), fresh.requests()))
          : List.of();
    }
    List<String> harm = new ArrayList<>();
    absolute(fresh, limits, harm);
    if (harm.isEmpty() && baseline.requests() >= limits.minRequests()) {
      relative(fresh, baseline, limits, harm);
    }
    return harm;
  }

  private static void absolute(Sample fresh, Limits limits, List<String> harm) {
    if (fresh.errors() >= limits.minErrors() && fresh.errorShare() > limits.maxErrorShare()) {
      harm.add(
          "%s of %d requests failed, limit %s"
              .formatted(
                  percent(fresh.errorShare()), fresh.requests(), percent(limits.maxErrorShare())));
    }
    fresh
        .p95()
        .filter(p95 -> p95.compareTo(limits.maxP95()) > 0)
        .ifPresent(
            p95 ->
                harm.add(
                    "p95 is %d ms, limit %d ms"
                        .formatted(p95.toMillis(), limits.maxP95().toMillis())));
  }

  private static void relative(Sample fresh, Sample stable, Limits limits, List<String> harm) {
    double errors = stable.errorShare() * limits.errorFactor() + Limits.ERROR_MARGIN;
    if (fresh.errors() >= limits.minErrors() && fresh.errorShare() > errors) {
      harm.add(
          "%s of %d requests failed, %s of the stable revision's"
              .formatted(
                  percent(fresh.errorShare()), fresh.requests(), percent(stable.errorShare())));
    }
    if (fresh.refusalShare() > stable.refusalShare() + limits.refusalMargin()) {
      harm.add(
          "%s of %d requests were refused, %s of the stable revision's"
              .formatted(
                  percent(fresh.refusalShare()), fresh.requests(), percent(stable.refusalShare())));
    }
    Optional<Duration> slowest =
        stable
            .p95()
            .map(p95 -> Duration.ofMillis(Math.round(p95.toMillis() * limits.p95Factor())))
            .map(Limits.P95_MARGIN::plus);
    if (fresh.p95().isPresent()
        && slowest.isPresent()
        && fresh.p95().get().compareTo(slowest.get()) > 0) {
      harm.add(
          "p95 is %d ms, the stable revision's %d ms"
              .formatted(fresh.p95().get().toMillis(), stable.p95().orElseThrow().toMillis()));
    }
  }

  private static String summary(Sample sample) {
    return "%d requests, %s failed, p95 %s"
        .formatted(
            sample.requests(),
            percent(sample.errorShare()),
            sample.p95().map(p95 -> p95.toMillis() + " ms").orElse("unknown"));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}

package app.tiktoktoe.canary;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One revision on trial: what it was given and what was seen of it. Not thread-safe. */
final class Trial {
  private final Candidate candidate;
  private final Revision stable;
  private final Revision fresh;
  private final int resumedAt;
  private final Measurements measurements;
  private final Pace pace;
  private Sample baseline = Sample.NONE;
  private URI address = URI.create("");
  private URI audience = URI.create("");
  private int percent;
  private Instant stepBegan = Instant.EPOCH;
  private Instant nextLoad = Instant.EPOCH;

  Trial(Candidate candidate, Split split, Revision fresh, Measurements measurements, Pace pace) {
    this.candidate = candidate;
    this.stable = split.stable();
    this.fresh = fresh;
    this.resumedAt = split.percentOf(fresh);
    this.measurements = measurements;
    this.pace = pace;
  }

  ServiceName service() {
    return candidate.service();
  }

  Revision fresh() {
    return fresh;
  }

  Revision stable() {
    return stable;
  }

  Limits limits() {
    return candidate.limits();
  }

  /** The share that an earlier run had reached. */
  int resumedAt() {
    return resumedAt;
  }

  /** Remembers what the stable revision did before. */
  void rememberBefore(Instant now) throws InterruptedException {
    Instant from = now.minus(Duration.ofHours(1));
    remember(measurements.read(service(), from, now).getOrDefault(stable, Sample.NONE));
  }

  private void remember(Sample sample) {
    if (sample.requests() >= limits().minRequests()) {
      baseline = sample;
    }
  }

  /** A step began: {@code state} is the service as the platform told it afterwards. */
  void stepBegan(ServiceState state, int share, Instant now) {
    percent = share;
    stepBegan = now;
    nextLoad = now.plus(pace.lag());
    audience = state.address();
    address = state.addresses().getOrDefault(Split.FRESH_TAG, audience);
  }

  /** Looks at the measurements. */
  Observation observe(Instant now) throws InterruptedException {
    Map<Revision, Sample> step = measurements.read(service(), stepBegan, now);
    Instant lately = now.minus(pace.lag()).minus(pace.recent());
    Map<Revision, Sample> recent =
        lately.isAfter(stepBegan) ? measurements.read(service(), lately, now) : step;
    Sample live = step.getOrDefault(stable, Sample.NONE);
    remember(live);
    return new Observation(
        percent,
        Duration.between(stepBegan, now).minus(pace.lag()),
        step.getOrDefault(fresh, Sample.NONE),
        recent.getOrDefault(fresh, Sample.NONE),
        live,
        baseline);
  }

  /** Sends requests before the first user does; empty when there is no probe or it is content. */
  Optional<String> rehearse(Load load, int requests) throws InterruptedException {
    if (!(candidate.probe().orElse(null) instanceof Probe.OfRevision probe)) {
      return Optional.empty();
    }
    Load.Answers answers =
        load.send(address.resolve(probe.path()), Optional.of(audience), requests);
    return answers.good() == requests
        ? Optional.empty()
        : Optional.of(
            (requests - answers.good()) + " of " + requests + " probes: " + answers.complaint());
  }

  /** Sends what is missing, once in the time that measurements need to show it. */
  void makeUpFor(long missing, Load load, Instant now) throws InterruptedException {
    if (missing == 0 || now.isBefore(nextLoad) || candidate.probe().isEmpty()) {
      return;
    }
    nextLoad = now.plus(pace.lag());
    switch (candidate.probe().get()) {
      case Probe.OfRevision probe ->
          load.send(address.resolve(probe.path()), Optional.of(audience), Math.toIntExact(missing));
      case Probe.OfService probe ->
          load.send(
              probe.address(),
              Optional.empty(),
              Math.toIntExact(Math.ceilDiv(missing * 100, percent)));
    }
  }
}

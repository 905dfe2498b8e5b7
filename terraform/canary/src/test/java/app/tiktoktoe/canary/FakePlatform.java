package app.tiktoktoe.canary;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Cloud Run, its measurements and its users in memory. Time passes only while somebody sleeps;
 * users then call at a steady pace, and what became of it is seen {@link #LAG} later.
 */
final class FakePlatform implements Traffic, Measurements, Load, InstantSource, Sleeper {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LAG = Duration.ofMinutes(3);
  private static final Duration PAST = Duration.ofHours(1);

  private final Map<ServiceName, Service> services = new LinkedHashMap<>();
  private final List<Seen> seen = new ArrayList<>();
  final List<String> writes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private Instant now = START;
  private int sleeps;
  private int interruptedSleep = Integer.MAX_VALUE;
  private int killedSleep = Integer.MAX_VALUE;

  /** A machine that stopped without a word. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private record Seen(Instant at, ServiceName service, Revision revision, Sample sample) {}

  private record Fault(String what, Instant from, Instant to) {}

  private static final class Service {
    final Map<Revision, Behaviour> revisions = new HashMap<>();
    List<TrafficTarget> traffic = List.of(TrafficTarget.latest(100));
    Revision created;
    Revision ready;
    int etag = 1;
    long requestsPerMinute;

    Service(Revision first, long requestsPerMinute) {
      this.created = first;
      this.ready = first;
      this.requestsPerMinute = requestsPerMinute;
    }

    Sample answer(Revision revision, Instant at, long requests) {
      return Objects.requireNonNull(revisions.get(revision)).answer(at, requests);
    }
  }

  static ServiceName name(String service) {
    return new ServiceName("demo-project", "europe-west4", service);
  }

  static Revision revision(String service, int number) {
    return new Revision(service + "-0000" + number);
  }

  /** A service that serves its first revision, well, to {@code requestsPerMinute} users. */
  FakePlatform serving(String service, long requestsPerMinute) {
    Revision first = revision(service, 1);
    Service made = new Service(first, requestsPerMinute);
    made.revisions.put(first, Behaviour.GOOD);
    made.traffic = List.of(TrafficTarget.of(first, 100));
    services.put(name(service), made);
    record(name(service), first, made, now.minus(PAST), PAST);
    return this;
  }

  /** A new revision that started. */
  FakePlatform deploy(String service, Behaviour behaviour) {
    Service deployed = service(name(service));
    deployed.created = revision(service, deployed.revisions.size() + 1);
    deployed.ready = deployed.created;
    deployed.revisions.put(deployed.created, behaviour);
    return this;
  }

  /** A new revision that does not start. */
  FakePlatform deployBroken(String service) {
    Service deployed = service(name(service));
    deployed.created = revision(service, deployed.revisions.size() + 1);
    return this;
  }

  FakePlatform withTraffic(String service, TrafficTarget... targets) {
    service(name(service)).traffic = List.of(targets);
    return this;
  }

  List<TrafficTarget> traffic(String service) {
    return service(name(service)).traffic;
  }

  /**
   * Calls about {@code what} (a service's name, or "measurements") fail from {@code from} on, for
   * {@code time}.
   */
  FakePlatform failing(String what, Duration from, Duration time) {
    faults.add(new Fault(what, START.plus(from), START.plus(from).plus(time)));
    return this;
  }

  FakePlatform interruptedAt(int sleep) {
    interruptedSleep = sleep;
    return this;
  }

  FakePlatform killedAt(int sleep) {
    killedSleep = sleep;
    return this;
  }

  FakePlatform recovered() {
    killedSleep = Integer.MAX_VALUE;
    faults.clear();
    return this;
  }

  int sleeps() {
    return sleeps;
  }

  /** The greatest share that a revision ever had. */
  int greatestShare(String service, int number) {
    return writes.stream()
        .filter(write -> write.contains(revision(service, number) + "="))
        .mapToInt(write -> shareIn(write, revision(service, number)))
        .max()
        .orElse(0);
  }

  private static int shareIn(String write, Revision revision) {
    String rest = write.substring(write.indexOf(revision + "=") + revision.name().length() + 1);
    return Integer.parseInt(rest.split("[^0-9]", 2)[0]);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    sleeps++;
    if (sleeps == killedSleep) {
      throw new Killed();
    }
    if (sleeps == interruptedSleep) {
      throw new InterruptedException();
    }
    services.forEach(
        (name, service) ->
            service.traffic.stream()
                .filter(target -> target.percent() > 0)
                .forEach(
                    target ->
                        record(name, target.revision().orElse(service.ready), service, now, time)));
    now = now.plus(time);
  }

  private void record(
      ServiceName name, Revision revision, Service service, Instant at, Duration time) {
    int percent =
        service.traffic.stream()
            .filter(target -> target.revision().orElse(service.ready).equals(revision))
            .mapToInt(TrafficTarget::percent)
            .sum();
    long requests = service.requestsPerMinute * time.toSeconds() * percent / 6000;
    seen.add(new Seen(at, name, revision, service.answer(revision, at, requests)));
  }

  @Override
  public ServiceState read(ServiceName name) {
    check(name.service());
    Service service = service(name);
    Map<String, URI> addresses = new HashMap<>();
    service.traffic.forEach(
        target ->
            target
                .tag()
                .ifPresent(
                    tag ->
                        addresses.put(
                            tag, URI.create("https://" + tag + "---" + name.service() + ".test"))));
    return new ServiceState(
        name,
        URI.create("https://" + name.service() + ".test"),
        String.valueOf(service.etag),
        service.traffic,
        service.created,
        service.ready,
        service.created.equals(service.ready) ? "" : "the container did not listen",
        addresses);
  }

  @Override
  public ServiceState change(ServiceName name, UnaryOperator<Split> change) {
    ServiceState state = read(name);
    Split split = state.split().orElseThrow(() -> new UnsettledTrafficException(state));
    List<TrafficTarget> wanted = change.apply(split).targets();
    if (!wanted.equals(state.traffic())) {
      write(name, state.etag(), wanted);
    }
    return read(name);
  }

  /** Writes a traffic list unless the service changed since {@code etag}. */
  boolean write(ServiceName name, String etag, List<TrafficTarget> traffic) {
    Service service = service(name);
    if (!String.valueOf(service.etag).equals(etag)) {
      return false;
    }
    service.etag++;
    service.traffic = List.copyOf(traffic);
    writes.add(name.service() + " " + traffic);
    return true;
  }

  @Override
  public Map<Revision, Sample> read(ServiceName service, Instant from, Instant to) {
    check("measurements");
    Map<Revision, Sample> sums = new HashMap<>();
    seen.stream()
        .filter(one -> one.service().equals(service) && one.sample().requests() > 0)
        .filter(one -> !one.at().isBefore(from) && one.at().isBefore(to))
        .filter(one -> !one.at().isAfter(now.minus(LAG)))
        .forEach(one -> sums.merge(one.revision(), one.sample(), FakePlatform::sum));
    return sums;
  }

  private static Sample sum(Sample one, Sample other) {
    Optional<Duration> p95 =
        one.p95()
            .flatMap(a -> other.p95().map(b -> a.compareTo(b) > 0 ? a : b))
            .or(one::p95)
            .or(other::p95);
    return new Sample(
        one.requests() + other.requests(),
        one.errors() + other.errors(),
        one.refusals() + other.refusals(),
        p95);
  }

  @Override
  public Answers send(URI address, Optional<URI> audience, int requests) {
    ServiceName name = name(address.getHost().replaceFirst("^.*---", "").replace(".test", ""));
    Service service = service(name);
    long good = 0;
    for (TrafficTarget target : service.traffic) {
      boolean tagged =
          target.tag().filter(tag -> address.getHost().startsWith(tag + "---")).isPresent();
      boolean shared = !address.getHost().contains("---");
      long count = tagged ? requests : shared ? (long) requests * target.percent() / 100 : 0;
      if (count > 0) {
        Revision revision = target.revision().orElse(service.ready);
        Sample sample = service.answer(revision, now, count);
        seen.add(new Seen(now, name, revision, sample));
        good += sample.requests() - sample.errors();
      }
    }
    return new Answers(requests, Math.toIntExact(good), good < requests ? "answered 500" : "");
  }

  private Service service(ServiceName name) {
    Service service = services.get(name);
    if (service == null) {
      throw new MissingServiceException(name);
    }
    return service;
  }

  private void check(String what) {
    for (Fault fault : faults) {
      if (fault.what().equals(what) && !now.isBefore(fault.from()) && now.isBefore(fault.to())) {
        throw new CloudException(what + " cannot be reached");
      }
    }
  }
}

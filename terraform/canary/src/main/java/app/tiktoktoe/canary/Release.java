package app.tiktoktoe.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line is about.
 *
 * @param events the services that only messages call: they may be quiet, and how long they take is
 *     compared, not limited
 */
record Release(List<ServiceName> services, Set<String> events, Options options) {
  private static final Duration NO_LIMIT = Duration.ofHours(1);

  Release {
    services = List.copyOf(services);
    events = Set.copyOf(events);
  }

  /**
   * Reads the services of a command line.
   *
   * @throws IllegalArgumentException with a message for the person who typed it
   */
  static Release of(Options options) throws IOException {
    String project = options.required("project");
    List<ServiceName> services = new ArrayList<>();
    Set<String> events = new HashSet<>();
    for (String service : options.all("service")) {
      Options.require(!options.all("region").isEmpty(), "--region is missing");
      options
          .all("region")
          .forEach(region -> services.add(new ServiceName(project, region, service)));
    }
    if (options.one("services").isPresent()) {
      JsonNode file = new ObjectMapper().readTree(Path.of(options.required("services")).toFile());
      for (JsonNode entry : file) {
        ServiceName name =
            new ServiceName(project, entry.path("location").asText(), entry.path("name").asText());
        services.add(name);
        if (entry.path("kind").asText().equals("event")) {
          events.add(name.service());
        }
      }
    }
    Options.require(
        !services.isEmpty() || options.one("services").isPresent(),
        "no --service and no --services");
    Release release = new Release(services, events, options);
    release.requireKnownServices();
    return release;
  }

  private void requireKnownServices() {
    Set<String> named = new HashSet<>(options.all("quiet"));
    for (String option : List.of("revision", "to", "probe")) {
      named.addAll(options.perService(option).keySet());
    }
    services.forEach(service -> named.remove(service.service()));
    Options.require(named.isEmpty(), "not among the services: " + named);
  }

  Pace pace() {
    Pace pace = Pace.DEFAULT;
    if (options.one("steps").isPresent()) {
      pace =
          pace.withSteps(
              Arrays.stream(options.required("steps").split(",", -1))
                  .map(Integer::valueOf)
                  .toList());
    }
    if (options.one("hold").isPresent()) {
      pace = pace.withHold(Options.time(options.required("hold")));
    }
    if (options.one("patience").isPresent()) {
      pace = pace.withPatience(Options.time(options.required("patience")));
    }
    return pace;
  }

  List<Candidate> candidates() {
    return services.stream()
        .map(
            service ->
                new Candidate(
                    service,
                    revision("revision", service),
                    Optional.ofNullable(options.perService("probe").get(service.service()))
                        .map(Probe::parse),
                    limits(service.service())))
        .toList();
  }

  Optional<Revision> to(ServiceName service) {
    return revision("to", service);
  }

  private Optional<Revision> revision(String option, ServiceName service) {
    return Optional.ofNullable(options.perService(option).get(service.service()))
        .map(Revision::parse);
  }

  private Limits limits(String service) {
    Limits limits = events.contains(service) ? Limits.DEFAULT.withMaxP95(NO_LIMIT) : Limits.DEFAULT;
    if (events.contains(service) || options.all("quiet").contains(service)) {
      limits = limits.withSilence(Limits.Silence.PASSES);
    }
    if (options.one("min-requests").isPresent()) {
      limits = limits.withMinRequests(Long.parseLong(options.required("min-requests")));
    }
    if (options.one("max-errors").isPresent()) {
      limits = limits.withMaxErrorShare(Double.parseDouble(options.required("max-errors")));
    }
    return maxP95(service).map(limits::withMaxP95).orElse(limits);
  }

  private Optional<Duration> maxP95(String service) {
    Optional<Duration> found = Optional.empty();
    for (String value : options.all("max-p95")) {
      int equals = value.indexOf('=');
      if (equals > 0 && value.substring(0, equals).equals(service)) {
        return Optional.of(Options.time(value.substring(equals + 1)));
      }
      if (equals < 0 && !events.contains(service)) {
        found = Optional.of(Options.time(value));
      }
    }
    return found;
  }
}

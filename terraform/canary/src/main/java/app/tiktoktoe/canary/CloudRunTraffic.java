package app.tiktoktoe.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Traffic through the Cloud Run Admin API v2. A write carries the etag of what was read, so that it
 * fails when anybody else changed the service in between, and names {@code traffic} as the only
 * field, so that it makes no revision.
 *
 * @see <a
 *     href="https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services">the
 *     API</a>
 */
final class CloudRunTraffic implements Traffic {
  private static final String BY_REVISION = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION";
  private static final String LATEST = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST";
  private static final int ATTEMPTS = 6;
  private static final int POLLS = 150;
  private static final Duration BETWEEN_POLLS = Duration.ofSeconds(2);

  private final RestClient rest;
  private final URI api;
  private final Sleeper sleeper;

  CloudRunTraffic(RestClient rest, URI api, Sleeper sleeper) {
    this.rest = rest;
    this.api = api;
    this.sleeper = sleeper;
  }

  @Override
  public ServiceState read(ServiceName service) throws InterruptedException {
    RestClient.Answer answer = rest.get(address(service.path()));
    if (answer.status() == 404) {
      throw new MissingServiceException(service);
    }
    return state(service, successful("reading " + service, answer));
  }

  @Override
  public ServiceState change(ServiceName service, UnaryOperator<Split> change)
      throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      ServiceState state = read(service);
      Split split = state.split().orElseThrow(() -> new UnsettledTrafficException(state));
      List<TrafficTarget> wanted = change.apply(split).targets();
      if (wanted.equals(state.traffic())) {
        return state;
      }
      if (write(state, wanted)) {
        return waitFor(service, wanted);
      }
      sleeper.sleep(BETWEEN_POLLS.multipliedBy(attempt));
    }
    throw new CloudException(service + " was changed by others " + ATTEMPTS + " times");
  }

  /** False when somebody else was faster. */
  private boolean write(ServiceState seen, List<TrafficTarget> wanted) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", seen.name().path()).put("etag", seen.etag());
    ArrayNode traffic = body.putArray("traffic");
    wanted.forEach(target -> traffic.add(json(target)));
    RestClient.Answer answer =
        rest.patch(address(seen.name().path() + "?updateMask=traffic"), body);
    if (answer.status() == 409 || answer.status() == 412) {
      return false;
    }
    JsonNode operation = successful("changing " + seen.name() + " to " + wanted, answer);
    if (operation.has("error")) {
      throw new CloudException(
          seen.name() + ": " + operation.path("error").path("message").asText("refused"));
    }
    return true;
  }

  /**
   * Looks at the service and not at the operation, which belongs to the project: a grant on the
   * service is enough.
   */
  private ServiceState waitFor(ServiceName service, List<TrafficTarget> wanted)
      throws InterruptedException {
    for (int poll = 0; poll < POLLS; poll++) {
      JsonNode body = successful("waiting for " + service, rest.get(address(service.path())));
      ServiceState state = state(service, body);
      if (!state.traffic().equals(wanted)) {
        throw new CloudException(service + " was changed by others to " + state.traffic());
      }
      if (!body.path("reconciling").asBoolean()) {
        requireSuccess(service, body.path("terminalCondition"));
        return state;
      }
      sleeper.sleep(BETWEEN_POLLS);
    }
    throw new CloudException(service + " did not take the change within 5 minutes");
  }

  private static void requireSuccess(ServiceName service, JsonNode condition) {
    if (condition.path("state").asText().equals("CONDITION_FAILED")) {
      throw new CloudException(
          service + " did not take the change: " + condition.path("message").asText());
    }
  }

  private URI address(String path) {
    return api.resolve("/v2/" + path);
  }

  private static JsonNode successful(String what, RestClient.Answer answer) {
    if (!answer.isSuccess()) {
      throw new CloudException(what + ": " + answer.complaint());
    }
    return answer.body();
  }

  private static ObjectNode json(TrafficTarget target) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", target.revision().isPresent() ? BY_REVISION : LATEST);
    target.revision().ifPresent(revision -> json.put("revision", revision.name()));
    json.put("percent", target.percent());
    target.tag().ifPresent(tag -> json.put("tag", tag));
    return json;
  }

  private static ServiceState state(ServiceName service, JsonNode body) {
    List<TrafficTarget> traffic = new ArrayList<>();
    body.path("traffic").forEach(target -> traffic.add(target(target)));
    if (traffic.isEmpty()) {
      traffic.add(TrafficTarget.latest(100));
    }
    Map<String, URI> addresses = new HashMap<>();
    for (JsonNode status : body.path("trafficStatuses")) {
      if (status.hasNonNull("tag") && status.hasNonNull("uri")) {
        addresses.put(status.path("tag").asText(), URI.create(status.path("uri").asText()));
      }
    }
    return new ServiceState(
        service,
        URI.create(body.path("uri").asText()),
        body.path("etag").asText(),
        traffic,
        revision(service, body, "latestCreatedRevision"),
        revision(service, body, "latestReadyRevision"),
        body.path("terminalCondition").path("message").asText(),
        addresses);
  }

  private static Revision revision(ServiceName service, JsonNode body, String field) {
    if (!body.hasNonNull(field)) {
      throw new CloudException(service + " has no " + field + ": nothing of it ever started");
    }
    return Revision.parse(body.path(field).asText());
  }

  private static TrafficTarget target(JsonNode json) {
    boolean latest = json.path("type").asText().equals(LATEST) || !json.hasNonNull("revision");
    return new TrafficTarget(
        latest ? Optional.empty() : Optional.of(Revision.parse(json.path("revision").asText())),
        json.path("percent").asInt(),
        Optional.ofNullable(json.path("tag").textValue()).filter(tag -> !tag.isEmpty()));
  }
}

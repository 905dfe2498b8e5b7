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
      Optional<JsonNode> operation = write(state, wanted);
      if (operation.isPresent()) {
        waitFor(service, operation.get());
        return read(service);
      }
      sleeper.sleep(BETWEEN_POLLS.multipliedBy(attempt));
    }
    throw new CloudException(service + " was changed by others " + ATTEMPTS + " times");
  }

  /** Empty when somebody else was faster. */
  private Optional<JsonNode> write(ServiceState seen, List<TrafficTarget> wanted)
      throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", seen.name().path()).put("etag", seen.etag());
    ArrayNode traffic = body.putArray("traffic");
    wanted.forEach(target -> traffic.add(json(target)));
    RestClient.Answer answer =
        rest.patch(address(seen.name().path() + "?updateMask=traffic"), body);
    boolean conflict = answer.status() == 409 || answer.status() == 412;
    return conflict
        ? Optional.empty()
        : Optional.of(successful("changing " + seen.name() + " to " + wanted, answer));
  }

  private void waitFor(ServiceName service, JsonNode started) throws InterruptedException {
    JsonNode operation = started;
    for (int poll = 0; poll < POLLS; poll++) {
      if (operation.has("error")) {
        throw new CloudException(
            service + ": " + operation.path("error").path("message").asText("the change failed"));
      }
      if (operation.path("done").asBoolean()) {
        return;
      }
      sleeper.sleep(BETWEEN_POLLS);
      operation =
          successful("waiting for " + service, rest.get(address(operation.path("name").asText())));
    }
    throw new CloudException(service + " did not take the change within 5 minutes");
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

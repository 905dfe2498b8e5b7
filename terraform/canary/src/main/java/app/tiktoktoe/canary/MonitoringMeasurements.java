package app.tiktoktoe.canary;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cloud Monitoring's request counts and latencies of Cloud Run, by revision. A point is written
 * each minute and can be read up to three minutes later. 2nd-generation functions have the same
 * series, under the name of their Cloud Run service.
 *
 * @see <a
 *     href="https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list">the
 *     API</a>
 */
final class MonitoringMeasurements implements Measurements {
  private static final String REVISION = "resource.label.revision_name";

  private final RestClient rest;
  private final URI api;

  MonitoringMeasurements(RestClient rest, URI api) {
    this.rest = rest;
    this.api = api;
  }

  @Override
  public Map<Revision, Sample> read(ServiceName service, Instant from, Instant to)
      throws InterruptedException {
    Map<Revision, Counts> counts = new HashMap<>();
    for (JsonNode series : series(query(service, from, to, Metric.REQUEST_COUNT))) {
      counts.computeIfAbsent(revision(series), any -> new Counts()).add(series);
    }
    for (JsonNode series : series(query(service, from, to, Metric.REQUEST_LATENCIES))) {
      counts.computeIfAbsent(revision(series), any -> new Counts()).slowest(series);
    }
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sample()));
  }

  private enum Metric {
    REQUEST_COUNT("REDUCE_SUM"),
    REQUEST_LATENCIES("REDUCE_PERCENTILE_95");

    private final String reducer;

    Metric(String reducer) {
      this.reducer = reducer;
    }

    String type() {
      return "run.googleapis.com/" + name().toLowerCase(Locale.ROOT);
    }
  }

  private static String query(ServiceName service, Instant from, Instant to, Metric metric) {
    // One alignment period that covers the interval makes one point of each series.
    long seconds = Math.max(60, Duration.between(from, to).toSeconds());
    StringBuilder query = new StringBuilder("/v3/projects/" + service.project() + "/timeSeries");
    query.append("?filter=").append(encoded(filter(service, metric)));
    query.append("&interval.startTime=").append(encoded(to.minusSeconds(seconds)));
    query.append("&interval.endTime=").append(encoded(to));
    query.append("&aggregation.alignmentPeriod=").append(seconds).append('s');
    query.append("&aggregation.perSeriesAligner=ALIGN_DELTA");
    query.append("&aggregation.crossSeriesReducer=").append(metric.reducer);
    query.append("&aggregation.groupByFields=").append(REVISION);
    if (metric == Metric.REQUEST_COUNT) {
      query.append("&aggregation.groupByFields=metric.label.response_code_class");
    }
    return query.toString();
  }

  private static String filter(ServiceName service, Metric metric) {
    return "metric.type=\"%s\" AND resource.type=\"cloud_run_revision\" AND resource.label.service_name=\"%s\" AND resource.label.location=\"%s\""
        .formatted(metric.type(), service.service(), service.region());
  }

  private static String encoded(Instant time) {
    return encoded(time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Iterable<JsonNode> series(String query) throws InterruptedException {
    RestClient.Answer answer = rest.get(api.resolve(query));
    if (!answer.isSuccess()) {
      throw new CloudException("reading measurements: " + answer.complaint());
    }
    if (answer.body().hasNonNull("nextPageToken")
        && !answer.body().path("nextPageToken").asText().isEmpty()) {
      throw new CloudException("measurements of more revisions than fit one page");
    }
    return answer.body().path("timeSeries");
  }

  private static Revision revision(JsonNode series) {
    return Revision.parse(series.path("resource").path("labels").path("revision_name").asText());
  }

  /** Not thread-safe. */
  private static final class Counts {
    private long requests;
    private long errors;
    private long refusals;
    private Optional<Duration> p95 = Optional.empty();

    void add(JsonNode series) {
      long count = 0;
      for (JsonNode point : series.path("points")) {
        count += point.path("value").path("int64Value").asLong();
      }
      requests += count;
      switch (series.path("metric").path("labels").path("response_code_class").asText()) {
        case "5xx" -> errors += count;
        case "4xx" -> refusals += count;
        default -> {
          // Answers as they should be.
        }
      }
    }

    void slowest(JsonNode series) {
      for (JsonNode point : series.path("points")) {
        double millis = point.path("value").path("doubleValue").asDouble();
        Duration time = Duration.ofNanos(Math.round(millis * 1_000_000));
        p95 = Optional.of(p95.filter(known -> known.compareTo(time) >= 0).orElse(time));
      }
    }

    Sample sample() {
      return new Sample(requests, errors, refusals, p95);
    }
  }
}

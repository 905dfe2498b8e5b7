package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The newest traces that functions sent, and what they look like as JSON. Thread-safe. */
final class Traces {
  private static final int MOST_SPANS = 5000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int kept;
  private final Map<String, List<Step>> traces = new LinkedHashMap<>();

  /** A span and the function that sent it. */
  private record Step(String function, Span span) {
    String id() {
      return hex(span.getSpanId());
    }

    String parent() {
      return hex(span.getParentSpanId());
    }

    double durationMs() {
      return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / NANOS_PER_MILLI;
    }

    boolean failed() {
      return span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
    }
  }

  /** Keeps the newest {@code kept} traces, each with its first 5,000 spans. */
  Traces(int kept) {
    this.kept = kept;
  }

  /** Takes what a function sent. */
  synchronized void take(ExportTraceServiceRequest request) {
    for (ResourceSpans resource : request.getResourceSpansList()) {
      String function = function(resource);
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> add(new Step(function, span)));
      }
    }
    while (traces.size() > kept) {
      traces.remove(traces.keySet().iterator().next());
    }
  }

  private void add(Step step) {
    List<Step> steps =
        traces.computeIfAbsent(hex(step.span().getTraceId()), _ -> new ArrayList<>());
    if (steps.size() < MOST_SPANS) {
      steps.add(step);
    }
  }

  private static String function(ResourceSpans resource) {
    return resource.getResource().getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("unknown");
  }

  /** One object per trace, the newest first, at most {@code limit}. */
  synchronized ArrayNode list(int limit) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    List<String> newest = new ArrayList<>(traces.keySet()).reversed();
    newest.stream().limit(limit).forEach(id -> list.add(summary(id, stepsOf(id))));
    return list;
  }

  private List<Step> stepsOf(String traceId) {
    return traces.getOrDefault(traceId, List.of());
  }

  private static ObjectNode summary(String traceId, List<Step> steps) {
    Step first =
        steps.stream()
            .min(Comparator.comparingLong(step -> step.span().getStartTimeUnixNano()))
            .orElseThrow();
    long end = steps.stream().mapToLong(step -> step.span().getEndTimeUnixNano()).max().orElse(0);
    Set<String> functions =
        steps.stream().map(Step::function).collect(Collectors.toCollection(TreeSet::new));
    long start = first.span().getStartTimeUnixNano();
    ObjectNode summary =
        JsonNodeFactory.instance
            .objectNode()
            .put("traceId", traceId)
            .put("name", first.span().getName())
            .put("start", Instant.ofEpochSecond(0, start).toString())
            .put("durationMs", (end - start) / NANOS_PER_MILLI)
            .put("spans", steps.size())
            .put("failed", steps.stream().anyMatch(Step::failed));
    functions.forEach(summary.putArray("functions")::add);
    return summary;
  }

  /**
   * One trace as {@link #list} has it, with its spans as trees in {@code roots}; a span whose
   * parent did not come, or not yet, is a root.
   */
  synchronized Optional<ObjectNode> tree(String traceId) {
    List<Step> steps = new ArrayList<>(stepsOf(traceId));
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    steps.sort(Comparator.comparingLong(step -> step.span().getStartTimeUnixNano()));
    ObjectNode tree = summary(traceId, steps);
    Set<String> ids = steps.stream().map(Step::id).collect(Collectors.toSet());
    long start = steps.getFirst().span().getStartTimeUnixNano();
    ArrayNode roots = tree.putArray("roots");
    steps.stream()
        .filter(step -> !ids.contains(step.parent()))
        .forEach(root -> roots.add(node(root, steps, start)));
    return Optional.of(tree);
  }

  private static ObjectNode node(Step step, List<Step> all, long traceStart) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("function", step.function())
            .put("name", step.span().getName())
            .put(
                "kind",
                step.span().getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT))
            .put("spanId", step.id())
            .put("startMs", (step.span().getStartTimeUnixNano() - traceStart) / NANOS_PER_MILLI)
            .put("durationMs", step.durationMs())
            .put("failed", step.failed());
    ObjectNode attributes = node.putObject("attributes");
    step.span().getAttributesList().forEach(attribute -> put(attributes, attribute));
    ArrayNode children = node.putArray("children");
    all.stream()
        .filter(child -> child.parent().equals(step.id()))
        .forEach(child -> children.add(node(child, all, traceStart)));
    return node;
  }

  private static void put(ObjectNode attributes, KeyValue attribute) {
    AnyValue value = attribute.getValue();
    switch (value.getValueCase()) {
      case INT_VALUE -> attributes.put(attribute.getKey(), value.getIntValue());
      case BOOL_VALUE -> attributes.put(attribute.getKey(), value.getBoolValue());
      default -> attributes.put(attribute.getKey(), value.getStringValue());
    }
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}

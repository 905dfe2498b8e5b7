package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.api.MonitoredResource;
import com.google.cloud.logging.v2.LoggingClient;
import com.google.logging.type.LogSeverity;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogName;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The log {@code audit} in Cloud Logging: a line for each entry, for each anchor and for each fault
 * that was found. Lines are named by their hashes, so that a line that is written again is the same
 * one. Thread-safe.
 */
public final class AuditLog {
  private static final String ID = "audit";
  private static final String WHAT = "what";
  private static final String ENVIRONMENT = "environment";
  private static final String DID = "did";
  private static final String HEADS = "heads";
  private static final int PAGE = 500;

  private final Supplier<LoggingClient> client;
  private final String project;
  private final String environment;

  /**
   * Opens nothing yet.
   *
   * @param suffix tells environments of one project apart; empty for most
   */
  public AuditLog(Supplier<LoggingClient> client, String project, String suffix) {
    this.client = client;
    this.project = project;
    this.environment = suffix.isEmpty() ? "only" : suffix;
  }

  /** What a line knows of an account. */
  record Known(Did did, Chain.Evidence evidence) {}

  /**
   * What a page of lines knows.
   *
   * @param next names the page after it; empty after the last
   */
  record Page(List<Known> known, String next) {}

  void writeEntries(List<AuditEntry> entries) {
    write(entries.stream().map(this::line).toList());
  }

  private LogEntry line(AuditEntry entry) {
    Struct.Builder payload = Struct.newBuilder();
    put(payload, DID, entry.did().value());
    payload.putFields("seq", Value.newBuilder().setNumberValue((double) entry.seq()).build());
    put(payload, "kind", entry.event().kind().id());
    put(payload, "by", entry.event().by().id());
    entry.event().about().ifPresent(about -> put(payload, "about", about));
    put(payload, "nonce", entry.nonce());
    put(payload, "previous", entry.previous());
    put(payload, "hash", entry.hash());
    return line("entry", entry.at(), entry.hash())
        .putLabels(DID, entry.did().value())
        .setJsonPayload(payload)
        .build();
  }

  void writeAnchor(AuditAnchor anchor) {
    Struct.Builder payload = Struct.newBuilder();
    payload.putFields(
        "number", Value.newBuilder().setNumberValue((double) anchor.number()).build());
    ListValue.Builder heads = ListValue.newBuilder();
    anchor.heads().forEach(h -> heads.addValues(Value.newBuilder().setStringValue(h.text())));
    payload.putFields(HEADS, Value.newBuilder().setListValue(heads).build());
    put(payload, "previous", anchor.previous());
    put(payload, "hash", anchor.hash());
    write(
        List.of(
            line("anchor", anchor.at(), anchor.hash()).setJsonPayload(payload.build()).build()));
  }

  /** Tells of faults, with severity {@code ERROR}; each time anew. */
  public void report(List<AuditFault> faults, Instant now) {
    write(faults.stream().map(fault -> line(fault, now)).toList());
  }

  private LogEntry line(AuditFault fault, Instant now) {
    Struct.Builder payload = Struct.newBuilder();
    put(payload, DID, fault.did().value());
    payload.putFields("seq", Value.newBuilder().setNumberValue((double) fault.seq()).build());
    put(payload, "fault", fault.what().name());
    String id = fault.did() + " " + fault.seq() + " " + fault.what() + " " + now;
    return line("fault", now, AuditEntry.digest(id))
        .setSeverity(LogSeverity.ERROR)
        .setJsonPayload(payload)
        .build();
  }

  private LogEntry.Builder line(String what, Instant at, String insertId) {
    return LogEntry.newBuilder()
        .setTimestamp(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .setInsertId(insertId)
        .setSeverity(LogSeverity.NOTICE)
        .putLabels(WHAT, what)
        .putLabels(ENVIRONMENT, environment);
  }

  private static void put(Struct.Builder payload, String name, String value) {
    payload.putFields(name, Value.newBuilder().setStringValue(value).build());
  }

  private void write(List<LogEntry> lines) {
    if (!lines.isEmpty()) {
      client
          .get()
          .writeLogEntries(
              LogName.ofProjectLogName(project, ID),
              MonitoredResource.newBuilder()
                  .setType("global")
                  .putLabels("project_id", project)
                  .build(),
              Map.of(),
              lines);
    }
  }

  /** A page of what entries and anchors were when they were written, oldest first. */
  Page read(Optional<Did> only, String page) {
    StringBuilder filter =
        new StringBuilder("logName=\"projects/" + project + "/logs/" + ID + "\"")
            .append(" AND labels." + ENVIRONMENT + "=\"" + environment + "\"");
    only.ifPresent(did -> filter.append(" AND labels." + DID + "=\"" + did + "\""));
    ListLogEntriesResponse found =
        client
            .get()
            .listLogEntriesCallable()
            .call(
                ListLogEntriesRequest.newBuilder()
                    .addResourceNames("projects/" + project)
                    .setFilter(filter.toString())
                    .setOrderBy("timestamp asc")
                    .setPageSize(PAGE)
                    .setPageToken(page)
                    .build());
    List<Known> known = new ArrayList<>();
    found.getEntriesList().forEach(line -> known.addAll(known(line)));
    return new Page(known, found.getNextPageToken());
  }

  private static List<Known> known(LogEntry line) {
    Struct payload = line.getJsonPayload();
    return switch (line.getLabelsOrDefault(WHAT, "")) {
      case "entry" ->
          List.of(
              new Known(
                  Did.parse(text(payload, DID)),
                  new Chain.Evidence(
                      (long) payload.getFieldsOrThrow("seq").getNumberValue(),
                      text(payload, "hash"),
                      Optional.of(text(payload, "nonce")))));
      case "anchor" ->
          payload.getFieldsOrThrow(HEADS).getListValue().getValuesList().stream()
              .map(head -> AuditAnchor.Head.parse(head.getStringValue()).known())
              .toList();
      default -> List.of();
    };
  }

  private static String text(Struct payload, String field) {
    return payload.getFieldsOrThrow(field).getStringValue();
  }
}

package app.tiktoktoe.emulators.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.MonitoredResource;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.logging.v2.LoggingClient;
import com.google.cloud.logging.v2.LoggingSettings;
import com.google.logging.type.LogSeverity;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LogName;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingEmulatorTest {
  private static final String AUDIT = "projects/demo/logs/audit";
  private static final MonitoredResource GLOBAL =
      MonitoredResource.newBuilder().setType("global").build();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path directory;
  private LoggingEmulator emulator;
  private LoggingClient client;

  @BeforeEach
  void start() throws IOException {
    emulator = LoggingEmulator.start(new LoggingEmulator.Config(0, directory, CLOCK));
    client =
        LoggingClient.create(
            LoggingSettings.newBuilder()
                .setTransportChannelProvider(
                    InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(emulator.hostPort())
                        .setChannelConfigurator(builder -> builder.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  private static LogEntry entry(String text, LogSeverity severity) {
    return LogEntry.newBuilder().setTextPayload(text).setSeverity(severity).build();
  }

  private void write(LogEntry... entries) {
    client.writeLogEntries(
        LogName.ofProjectLogName("demo", "audit"), GLOBAL, Map.of(), List.of(entries));
  }

  private static LogEntry at(long second, LogEntry entry) {
    return entry.toBuilder().setTimestamp(Timestamp.newBuilder().setSeconds(second)).build();
  }

  private List<String> list(String filter) {
    return list(filter, "");
  }

  private List<String> list(String filter, String order) {
    ListLogEntriesRequest request =
        ListLogEntriesRequest.newBuilder()
            .addResourceNames("projects/demo")
            .setFilter(filter)
            .setOrderBy(order)
            .setPageSize(2)
            .build();
    return StreamSupport.stream(client.listLogEntries(request).iterateAll().spliterator(), false)
        .map(LogEntry::getTextPayload)
        .toList();
  }

  @Test
  void entriesTakeTheDefaultsOfTheirRequest() {
    LogEntry own =
        entry("deleted", LogSeverity.NOTICE).toBuilder().putLabels("by", "admin").build();
    client.writeLogEntries(
        LogName.ofProjectLogName("demo", "audit"),
        GLOBAL,
        Map.of("by", "nobody", "service", "auth"),
        List.of(own));

    LogEntry kept = emulator.entries().getFirst();
    assertEquals(AUDIT, kept.getLogName());
    assertEquals(GLOBAL, kept.getResource());
    assertEquals(Map.of("by", "admin", "service", "auth"), kept.getLabelsMap());
    assertEquals(CLOCK.instant().getEpochSecond(), kept.getTimestamp().getSeconds());
    assertEquals(CLOCK.instant().getEpochSecond(), kept.getReceiveTimestamp().getSeconds());
    assertFalse(kept.getInsertId().isEmpty());
  }

  @Test
  void aRepeatedWriteAddsNothing() {
    LogEntry same = at(1, entry("once", LogSeverity.INFO)).toBuilder().setInsertId("a").build();
    write(same);
    write(same);
    write(same.toBuilder().setInsertId("b").build());
    assertEquals(2, emulator.entries().size());
  }

  @Test
  void listsFilterSortAndPage() {
    write(
        at(3, entry("c", LogSeverity.ERROR)),
        at(1, entry("a", LogSeverity.INFO)),
        at(2, entry("b", LogSeverity.WARNING)));
    client.writeLogEntries(
        LogName.ofProjectLogName("demo", "other"),
        GLOBAL,
        Map.of(),
        List.of(at(4, entry("d", LogSeverity.ERROR))));
    client.writeLogEntries(
        LogName.ofProjectLogName("elsewhere", "audit"),
        GLOBAL,
        Map.of(),
        List.of(at(5, entry("e", LogSeverity.ERROR))));

    assertEquals(List.of("a", "b", "c", "d"), list(""));
    assertEquals(List.of("d", "c", "b", "a"), list("", "timestamp desc"));
    assertEquals(List.of("b", "c", "d"), list("severity>=WARNING"));
    assertEquals(List.of("a", "b", "c"), list("logName=\"" + AUDIT + "\""));
    assertEquals(List.of("c"), list("logName=\"" + AUDIT + "\" AND severity >= ERROR"));
    assertEquals(List.of("c"), list("severity>=error\nlogName=" + AUDIT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity=ERROR",
        "severity>=LOUD",
        "textPayload:\"x\"",
        "severity>=INFO OR severity>=ERROR",
        "NOT severity>=INFO",
        "timestamp>\"2026-01-01T00:00:00Z\""
      })
  void otherFiltersAreRefused(String filter) {
    assertThrows(InvalidArgumentException.class, () -> list(filter));
  }

  @Test
  void writesAreAcceptedWholeOrNotAtAll() {
    assertThrows(
        InvalidArgumentException.class,
        () ->
            write(
                entry("good", LogSeverity.INFO),
                entry("bad", LogSeverity.INFO).toBuilder().setLogName("audit").build()));
    WriteLogEntriesRequest noResource =
        WriteLogEntriesRequest.newBuilder()
            .setLogName(AUDIT)
            .addEntries(entry("x", LogSeverity.INFO))
            .build();
    assertThrows(InvalidArgumentException.class, () -> client.writeLogEntries(noResource));
    WriteLogEntriesRequest dry = noResource.toBuilder().setResource(GLOBAL).setDryRun(true).build();
    client.writeLogEntries(dry);
    assertEquals(List.of(), emulator.entries());
  }

  @Test
  void aLogIsDeletedWithItsEntries() {
    write(entry("x", LogSeverity.INFO));
    client.deleteLog(AUDIT);
    assertEquals(List.of(), emulator.entries());
    assertThrows(NotFoundException.class, () -> client.deleteLog(AUDIT));
  }

  @Test
  void entriesSurviveARestart() throws IOException {
    write(at(1, entry("a", LogSeverity.INFO)));
    LogEntry packed =
        LogEntry.newBuilder().setProtoPayload(Any.pack(StringValue.of("any type"))).build();
    client.writeLogEntries("projects/demo/logs/gone", GLOBAL, Map.of(), List.of(packed));
    write(packed);
    client.deleteLog("projects/demo/logs/gone");
    List<LogEntry> before = emulator.entries();
    stop();
    // A length of 100 bytes and two of them: what a kill in the middle of a write leaves.
    Path file = directory.resolve("entries.binpb");
    Files.write(file, new byte[] {100, 10, 3}, StandardOpenOption.APPEND);
    start();
    assertEquals(2, before.size());
    assertEquals(before, emulator.entries());
    write(at(2, entry("b", LogSeverity.INFO)));
    stop();
    start();
    assertEquals(3, emulator.entries().size());
  }
}

package app.tiktoktoe.emulators.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official audit logs, each submitted again at the times that it records. */
class AuditLogVectorsTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  static List<Path> valid() throws Exception {
    return logs("valid");
  }

  static List<Path> invalid() throws Exception {
    return logs("invalid");
  }

  private static List<Path> logs(String kind) throws IOException, URISyntaxException {
    Path folder = Path.of(AuditLogVectorsTest.class.getResource("/audit_log/" + kind).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void thereAreTenOfEach() throws Exception {
    assertEquals(10, valid().size());
    assertEquals(10, invalid().size());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void validLogsAreAcceptedAsRecorded(Path file) throws IOException {
    JsonNode log = MAPPER.readTree(Files.readString(file));
    List<JsonNode> expected = new ArrayList<>();
    log.forEach(expected::add);
    assertEquals(expected, submit(log).audit(log.path(0).path("did").asText()));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidLogsAreRefused(Path file) throws IOException {
    JsonNode log = MAPPER.readTree(Files.readString(file));
    assertThrows(RefusedException.class, () -> submit(log));
  }

  private static Ledger submit(JsonNode log) throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Ledger ledger = Ledger.open(null, now::get);
    for (JsonNode entry : log) {
      now.set(Instant.parse(entry.path("createdAt").asText()));
      ledger.submit(entry.path("did").asText(), entry.path("operation"));
    }
    return ledger;
  }
}

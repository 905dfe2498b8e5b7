package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class StructuredLogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StructuredLog log =
      new StructuredLog("feed", out, InstantSource.fixed(Instant.EPOCH));

  private JsonNode line() throws Exception {
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(text.length() - 1, text.indexOf('\n'), "one line");
    return new ObjectMapper().readTree(text);
  }

  @Test
  void writesOneJsonLine() throws Exception {
    log.info("request", entry -> entry.put("method", "m\t\n\"x\""));
    JsonNode line = line();
    assertEquals("INFO", line.path("severity").asText());
    assertEquals("feed", line.path("function").asText());
    assertEquals("1970-01-01T00:00:00Z", line.path("time").asText());
    assertEquals("m\t\n\"x\"", line.path("method").asText());
  }

  @Test
  void keepsTheStackTraceInsideTheLine() throws Exception {
    log.error("call failed", new IllegalStateException("why"), entry -> {});
    assertTrue(line().path("stack_trace").asText().contains("IllegalStateException: why\n\tat "));
  }

  @Test
  void carriesWarningsOfLibraries() throws Exception {
    LibraryLogs.into(log);
    Logger.getLogger("some.library").info("not this");
    Logger.getLogger("some.library").warning("but this");
    assertEquals("but this", line().path("message").asText());
    assertEquals("some.library", line().path("logger").asText());
  }
}

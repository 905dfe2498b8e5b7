package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.Level;
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

  @Test
  void reportsAFaultToErrorReporting() throws Exception {
    StructuredLog deployed =
        new StructuredLog(
            "feed",
            Environment.of(Map.of("GOOGLE_CLOUD_PROJECT", "p", "SERVICE_VERSION", "7")),
            out,
            InstantSource.fixed(Instant.EPOCH));
    deployed.error("call failed", new IllegalStateException("why"), entry -> {});
    JsonNode line = line();
    assertEquals("ERROR", line.path("severity").asText());
    assertEquals(
        "type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent",
        line.path("@type").asText());
    assertEquals("feed", line.path("serviceContext").path("service").asText());
    assertEquals("7", line.path("serviceContext").path("version").asText());
  }

  @Test
  void tiesALineToItsRequest() throws Exception {
    StructuredLog deployed =
        new StructuredLog(
            "feed",
            Environment.of(Map.of("GOOGLE_CLOUD_PROJECT", "p")),
            out,
            InstantSource.fixed(Instant.EPOCH));
    RequestContext request = new RequestContext("t", "s", null, true, "r");
    Context.current()
        .withValue(Trace.KEY, new Trace(request, Instant.EPOCH, false, new SplittableRandom(1)))
        .run(() -> deployed.info("within", entry -> {}));
    JsonNode line = line();
    assertEquals("projects/p/traces/t", line.path("logging.googleapis.com/trace").asText());
    assertEquals("s", line.path("logging.googleapis.com/spanId").asText());
    assertTrue(line.path("logging.googleapis.com/trace_sampled").asBoolean());
    assertEquals("r", line.path("requestId").asText());
  }

  @Test
  void writesWhateverAnExceptionSaysAsOneValidLine() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x300; c++) {
      all.append(c);
    }
    all.append("\u2028\ud800 and \ud83d\ude00");
    IllegalStateException fault = new IllegalStateException("a\tb\u0000c\u001b[31m");
    fault.addSuppressed(new IOException("\u0085"));
    log.error(all.toString(), fault, entry -> entry.put("reason", all.toString()));
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.strip().chars().allMatch(c -> c >= ' ' && c <= 0x7f));
    assertTrue(line().path("stack_trace").asText().contains("Suppressed: java.io.IOException"));
  }

  @Test
  void tellsOfNobody() throws Exception {
    String secrets =
        "alice.test alice@example.com did:plc:ewvi7nxzyoun6zhxrhs64oiz"
            + " at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k Bearer eyJx.eyJy.z";
    LibraryLogs.into(log);
    Logger.getLogger("some.library")
        .log(Level.SEVERE, secrets, new IllegalStateException(secrets, new IOException(secrets)));
    log.error("call failed", new IllegalStateException(secrets), entry -> entry.put("x", secrets));
    Thread dying =
        new Thread(
            () -> {
              throw new IllegalStateException(secrets);
            });
    dying.start();
    dying.join();
    String text = out.toString(StandardCharsets.UTF_8);
    assertEquals(3, text.lines().count());
    for (String word : new String[] {"alice", "did:plc", "ewvi7", "eyJ"}) {
      assertFalse(text.contains(word), text);
    }
    for (String line : text.lines().toList()) {
      assertEquals("ERROR", new ObjectMapper().readTree(line).path("severity").asText());
    }
  }
}

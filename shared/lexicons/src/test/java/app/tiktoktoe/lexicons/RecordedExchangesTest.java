package app.tiktoktoe.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.lexicon.LexiconViolation;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the official servers answered keeps to the lexicons. */
class RecordedExchangesTest {
  private final Lexicons lexicons = new Lexicons(new ClasspathLexicons());
  private final List<String> violations = new ArrayList<>();
  private int checked;

  @Test
  void answersOfTheOfficialPds() throws IOException {
    for (JsonNode exchange : exchanges("official-pds-transcript.json")) {
      JsonNode response = exchange.path("response");
      checkAnswer(
          exchange.path("request").path("path").asText(),
          response.path("status").asInt(),
          response.path("body"));
    }
    assertEquals(List.of(), violations);
    assertEquals(39, checked);
  }

  @Test
  void answersOfTheOfficialAppView() throws IOException {
    for (JsonNode exchange : exchanges("official-appview-samples.json")) {
      checkAnswer(
          "/xrpc/" + exchange.path("path").asText(),
          exchange.path("status").asInt(),
          exchange.path("body"));
    }
    assertEquals(List.of(), violations);
    assertTrue(checked >= 30, () -> checked + " checked");
  }

  @Test
  void recordsThatTheOfficialPdsTook() throws IOException {
    for (JsonNode exchange : exchanges("official-pds-transcript.json")) {
      JsonNode body = exchange.path("request").path("body");
      boolean taken = exchange.path("response").path("status").asInt() == 200;
      if (taken && body.has("record") && Nsid.isValid(body.path("collection").asText())) {
        checkRecord(Nsid.parse(body.path("collection").asText()), body.path("record"));
      }
    }
    assertEquals(List.of(), violations);
    assertTrue(checked >= 4, () -> checked + " checked");
  }

  private void checkRecord(Nsid collection, JsonNode record) {
    if (lexicons.knowsRecord(collection) && record.has("$type")) {
      checked++;
      lexicons.checkRecord(collection, record).ifPresent(v -> report(collection, v));
    }
  }

  private void checkAnswer(String path, int status, JsonNode body) {
    if (status != 200 || !path.startsWith("/xrpc/") || !body.isObject()) {
      return;
    }
    String name = path.substring("/xrpc/".length()).split("\\?", 2)[0];
    if (Nsid.isValid(name)) {
      Nsid nsid = Nsid.parse(name);
      XrpcLexicon method = lexicons.method(nsid).orElseThrow();
      checked++;
      method.checkOutput(body).ifPresent(violation -> report(nsid, violation));
    }
  }

  private void report(Nsid nsid, LexiconViolation violation) {
    violations.add(nsid + ": " + violation.message());
  }

  private static JsonNode exchanges(String file) throws IOException {
    try (var in = RecordedExchangesTest.class.getResourceAsStream("/interop/" + file)) {
      return new ObjectMapper().readTree(in).path("exchanges");
    }
  }
}

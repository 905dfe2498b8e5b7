package app.tiktoktoe.functions.auth.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPartsTest {
  private static ProxyServices services(Map<String, String> variables) {
    return ProxyServices.from(Environment.of(variables));
  }

  @Test
  void withoutVariablesThereIsNoService() {
    assertEquals(new ProxyServices(Set.of(), Optional.empty()), services(Map.of()));
  }

  @Test
  void servicesAreSeparatedByCommas() {
    ProxyServices two =
        services(
            Map.of(
                "PROXY_SERVICES", "did:web:a.example#one, did:plc:abc#two",
                "PROXY_DEFAULT", "did:plc:abc#two"));
    assertEquals(Set.of("did:web:a.example#one", "did:plc:abc#two"), two.named());
    assertEquals(Optional.of("did:plc:abc#two"), two.standard());
    assertTrue(two.isKnown("did:web:a.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:a.example",
        "did:web:a.example#",
        "#one",
        "a.example#one",
        "did:key:z6Mk#one",
        "did:web:a.example#one#two",
        "did:web:a.example#one two",
        "did:web:a.example#one,"
      })
  void whatIsNoServiceStopsTheStart(String list) {
    assertThrows(IllegalArgumentException.class, () -> services(Map.of("PROXY_SERVICES", list)));
  }

  @Test
  void theDefaultIsOneOfThem() {
    assertThrows(
        IllegalArgumentException.class,
        () -> services(Map.of("PROXY_DEFAULT", "did:web:a.example#one")));
  }

  @ParameterizedTest
  @CsvSource({
    "true, TIMEOUT, UpstreamTimeout",
    "false, UPSTREAM, UpstreamFailure",
  })
  void noAnswerIsLateOrNone(boolean late, Refusal.Kind kind, String error) {
    Fetched fetched = new Fetched.Unreachable("inside knowledge", late);
    Refusal refusal = assertInstanceOf(Refusal.class, UpstreamAnswer.reply(fetched));
    assertEquals(kind, refusal.kind());
    assertEquals(error, refusal.error());
    assertEquals(-1, refusal.message().indexOf("inside"));
    assertEquals(Optional.of("inside knowledge"), UpstreamAnswer.fault(fetched));
  }

  private static String error(String encoding, byte[] body) throws IOException {
    Fetched answer =
        new Fetched.Answer(
            418, Optional.of("application/json"), body, Map.of("content-encoding", encoding));
    Reply.Relayed relayed = assertInstanceOf(Reply.Relayed.class, UpstreamAnswer.reply(answer));
    assertEquals(418, relayed.status());
    assertEquals(Map.of("Content-Type", "application/json; charset=utf-8"), relayed.headers());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    relayed.body().writeTo(out);
    return out.toString(UTF_8);
  }

  @Test
  void anErrorIsReadThroughItsEncoding() throws IOException {
    byte[] body = "{\"error\":\"Teapot\",\"message\":\"short\"}".getBytes(UTF_8);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    String expected = "{\"error\":\"Teapot\",\"message\":\"short\"}";
    assertEquals(expected, error("identity", body));
    assertEquals(expected, error("gzip", zipped.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[1]", "null", "{\"error\":{},\"message\":7}", "\u0000"})
  void anErrorThatSaysNothingGetsAName(String body) throws IOException {
    String expected =
        "{\"error\":\"InvalidRequest\",\"message\":\"Upstream service answered with an error\"}";
    assertEquals(expected, error("identity", body.getBytes(UTF_8)));
    assertEquals(expected, error("gzip", body.getBytes(UTF_8)));
  }

  @Property
  void anyQueryFitsIntoAUrl(@ForAll String query) {
    URI url = URI.create("https://service.test/xrpc/a.b.c?" + QueryText.escaped(query));
    assertEquals("service.test", url.getHost());
    assertTrue(url.toASCIIString().matches("[!-~]+"));
    assertEquals(QueryText.escaped(query), QueryText.escaped(QueryText.escaped(query)));
  }

  @ParameterizedTest
  @CsvSource({"a=%2F+b, a=%2F+b", "a=%zz, a=%25zz", "a=é, a=%C3%A9", "a=\"b\", a=%22b%22"})
  void whatIsEncodedStays(String query, String escaped) {
    assertEquals(escaped, QueryText.escaped(query));
  }
}

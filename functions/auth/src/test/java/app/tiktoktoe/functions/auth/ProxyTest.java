package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.serviceauth.ServiceTokenClaims;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that other services answer. */
class ProxyTest {
  private static final String DID = "did:web:service.test";
  private static final String GOOD = DID + "#good";
  private static final String ANSWER = "app.example.answer";
  private static final String HANDLE = "caller.tiktoktoe.test";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the service says of itself; the first is the only one that is where it says. */
  private static final Map<String, String> ENDPOINTS =
      Map.ofEntries(
          Map.entry("good", "https://service.test"),
          Map.entry("plain", "http://service.test"),
          Map.entry("loopback", "https://127.0.0.1"),
          Map.entry("six", "https://[::1]"),
          Map.entry("metadata", "https://169.254.169.254"),
          Map.entry("number", "https://2130706433"),
          Map.entry("local", "https://localhost"),
          Map.entry("port", "https://example.com:8443"),
          Map.entry("path", "https://service.test/inside"),
          Map.entry("user", "https://a:b@service.test"));

  private static OtherService service;
  private static AuthServer server;
  private static String session;
  private static DidDocument account;
  private static String directoryService;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    service = new OtherService(ENDPOINTS);
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    SignedPlcOperation genesis = genesis(key);
    directoryService = genesis.did() + "#good";
    String named = DID + "#" + String.join("," + DID + "#", ENDPOINTS.keySet());
    server =
        AuthServer.start(
            Map.of(
                "OUTBOUND_EMULATOR_HOST",
                "service.test=" + service.origin(),
                "PROXY_SERVICES",
                named + "," + DID + "#absent," + directoryService + ",did:web:dead.test#good",
                "PROXY_DEFAULT",
                GOOD));
    publish(genesis);
    AuthServer.Answer created =
        server.post(
            "com.atproto.server.createAccount",
            "{\"handle\":\""
                + HANDLE
                + "\",\"email\":\"caller@user.test\",\"password\":\"password\"}");
    assertEquals(200, created.status(), created.body());
    session = created.text("accessJwt");
    account = DidDocument.fromJson(created.json().path("didDoc"));
  }

  private static SignedPlcOperation genesis(SigningKey key) {
    return SignedPlcOperation.sign(
        new PlcOperation(
            List.of(key.publicKey()),
            Map.of(),
            List.of(),
            Map.of("good", new PlcService("Example", "https://service.test")),
            null),
        key);
  }

  private static void publish(SignedPlcOperation genesis) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.plc().endpoint() + "/" + genesis.did()))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(genesis.toJson().toString()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    service.close();
  }

  @AfterEach
  void nothingIsLeft() {
    assertFalse(service.wasAsked());
    http.close();
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(server.origin() + "/xrpc/" + target))
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpRequest.Builder call(String target) {
    return request(target).header("Authorization", "Bearer " + session);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String target, String named) throws Exception {
    return send(call(target).header("atproto-proxy", named));
  }

  private static void assertError(String expected, HttpResponse<String> answer) throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    assertEquals(
        expected,
        answer.statusCode()
            + " "
            + body.path("error").asText()
            + ": "
            + body.path("message").asText());
  }

  private static ServiceTokenClaims verified(OtherService.Asked asked) throws Exception {
    ServiceToken token =
        ServiceToken.parse(asked.header("Authorization").substring("Bearer ".length()));
    assertTrue(token.verify(account.signingKey().orElseThrow()));
    ServiceTokenClaims claims = token.claims();
    assertEquals(account.id().value(), claims.issuer());
    assertFalse(claims.isExpired(Instant.now()));
    assertTrue(claims.isExpired(Instant.now().plusSeconds(61)));
    return claims;
  }

  @Test
  void aGetIsPassedWithItsParametersAndATokenOfTheAccount() throws Exception {
    HttpResponse<String> answer = send(ANSWER + "?b=%2F+%C3%A9&a=1&a=2&cursor=x%3Ay", GOOD);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("{\"good\":true}", answer.body());
    OtherService.Asked asked = service.take();
    assertEquals("GET", asked.method());
    assertEquals("/xrpc/" + ANSWER + "?b=%2F+%C3%A9&a=1&a=2&cursor=x%3Ay", asked.uri());
    ServiceTokenClaims claims = verified(asked);
    assertEquals(DID, claims.audience());
    assertEquals(Nsid.parse(ANSWER), claims.lxm());
  }

  @Test
  void aPostIsPassedWithItsBody() throws Exception {
    String body = "{\"text\":\"✓\"}";
    HttpResponse<String> answer =
        send(
            call(ANSWER)
                .header("atproto-proxy", GOOD)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString(body)));
    assertEquals(200, answer.statusCode(), answer.body());
    OtherService.Asked asked = service.take();
    assertEquals("POST " + body, asked.method() + " " + asked.body());
    assertEquals("application/json; charset=utf-8", asked.header("Content-Type"));
    assertEquals(DID, verified(asked).audience());
  }

  @Test
  void aDidPlcIsAServiceToo() throws Exception {
    assertEquals(200, send(ANSWER, directoryService).statusCode());
    assertEquals(
        directoryService.substring(0, directoryService.indexOf('#')),
        verified(service.take()).audience());
  }

  @Test
  void whatNobodyHereServesGoesToTheDefault() throws Exception {
    assertEquals(200, send(call(ANSWER)).statusCode());
    assertEquals(DID, verified(service.take()).audience());
  }

  @Test
  void onlyNamedHeadersGoAndCome() throws Exception {
    HttpResponse<String> answer =
        send(
            call(ANSWER)
                .header("atproto-proxy", GOOD)
                .header("Accept-Language", "de, en")
                .header("Atproto-Accept-Labelers", "did:web:labels.test;redact")
                .header("X-Bsky-Topics", "cats")
                .header("Cookie", "session=1")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("Forwarded", "for=203.0.113.9")
                .header("Origin", "https://app.test")
                .header("Referer", "https://app.test/inside")
                .header("User-Agent", "Secretive/1")
                .header("X-Anything", "else"));
    OtherService.Asked asked = service.take();
    assertEquals("de, en", asked.header("Accept-Language"));
    assertEquals("did:web:labels.test;redact", asked.header("Atproto-Accept-Labelers"));
    assertEquals("cats", asked.header("X-Bsky-Topics"));
    assertEquals("identity", asked.header("Accept-Encoding"));
    assertEquals("TikTokToe", asked.header("User-Agent"));
    assertEquals("service.test", asked.header("Host"));
    assertFalse(asked.header("Authorization").contains(session));
    for (String kept :
        List.of(
            "Cookie",
            "X-Forwarded-For",
            "Forwarded",
            "Origin",
            "Referer",
            "X-Anything",
            "DPoP",
            "Atproto-Proxy",
            "Traceparent")) {
      assertFalse(asked.headers().containsKey(kept), kept);
    }
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals("en", answer.headers().firstValue("Content-Language").orElse(""));
    assertEquals("3kabc", answer.headers().firstValue("Atproto-Repo-Rev").orElse(""));
    assertEquals(
        "did:web:labels.test", answer.headers().firstValue("Atproto-Content-Labelers").orElse(""));
    for (String dropped : List.of("Set-Cookie", "X-Internal", "Access-Control-Allow-Origin")) {
      assertTrue(answer.headers().firstValue(dropped).isEmpty(), dropped);
    }
  }

  @Test
  void encodedBodiesPassAsTheyAre() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    HttpResponse<String> answer =
        send(
            call(ANSWER)
                .header("atproto-proxy", GOOD)
                .header("Accept-Encoding", "br, gzip")
                .header("Content-Encoding", "gzip")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));
    assertEquals(200, answer.statusCode(), answer.body());
    OtherService.Asked asked = service.take();
    assertEquals("gzip", asked.header("Content-Encoding"));
    assertEquals("br, gzip", asked.header("Accept-Encoding"));
    assertEquals(new String(zipped.toByteArray(), StandardCharsets.UTF_8), asked.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#good|no did specified in proxy header",
        "did:web:service.test|no service id specified in proxy header",
        "did:web:service.test#|no service id specified in proxy header",
        "did:web:service.test#good#good|invalid proxy header format",
        "did:web:service.test #good|proxy header cannot contain spaces",
        "did:web:evil.test#good|could not resolve proxy did",
        "did:web:127.0.0.1#good|could not resolve proxy did",
        "service.test#good|could not resolve proxy did",
        "DID:WEB:service.test#good|could not resolve proxy did",
        "did:web:service.test#other|could not resolve proxy did service url",
        "did:web:service.test#absent|could not resolve proxy did service url",
        "did:web:service.test#plain|could not resolve proxy did service url",
        "did:web:service.test#path|could not resolve proxy did service url",
        "did:web:service.test#user|could not resolve proxy did service url",
        "did:web:dead.test#good|could not resolve proxy did"
      })
  void whoeverIsNotConfiguredIsNotAsked(String named, String message) throws Exception {
    assertError("400 InvalidRequest: " + message, send(ANSWER, named));
  }

  @Test
  void twoHeadersAreNoService() throws Exception {
    assertError(
        "400 InvalidRequest: invalid proxy header format",
        send(call(ANSWER).header("atproto-proxy", GOOD).header("atproto-proxy", GOOD)));
  }

  @Test
  void ourOwnServicesAreNotElsewhere() throws Exception {
    String ours = "did:web:localhost%3A" + URI.create(server.origin()).getPort();
    assertError(
        "501 MethodNotImplemented: Method Not Implemented", send(ANSWER, ours + "#bsky_appview"));
    assertError(
        "400 InvalidRequest: could not resolve proxy did service url", send(ANSWER, ours + "#x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loopback", "six", "metadata", "number", "local", "port"})
  void insideIsNotReached(String fragment) throws Exception {
    assertError(
        "502 UpstreamFailure: Upstream service unreachable", send(ANSWER, DID + "#" + fragment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.atproto.admin.sendEmail",
        "com.atproto.server.getsession",
        "com.atproto.identity.SIGNPLCOPERATION"
      })
  void theAccountItselfIsNobodyElsesBusiness(String method) throws Exception {
    assertError("400 InvalidToken: Bad token method", send(method, GOOD));
    assertError("400 InvalidToken: Bad token method", send(call(method)));
  }

  @Test
  void whatIsServedHereIsServedHereWhateverIsNamed() throws Exception {
    HttpResponse<String> answer = send("com.atproto.server.getSession", "did:web:evil.test#good");
    assertEquals(HANDLE, JSON.readTree(answer.body()).path("handle").asText());
    assertEquals(200, send("app.bsky.actor.getPreferences", GOOD).statusCode());
  }

  @Test
  void nobodyIsAnonymous() throws Exception {
    assertError(
        "401 AuthMissing: Authentication Required",
        send(request(ANSWER).header("atproto-proxy", GOOD)));
    assertError("401 AuthMissing: Authentication Required", send(request(ANSWER)));
    String refresh = session("password", "refreshJwt");
    assertEquals(
        400, send(request(ANSWER).header("Authorization", "Bearer " + refresh)).statusCode());
    assertError(
        "400 InvalidRequest: XRPC requests only supports GET and POST",
        send(call(ANSWER).header("atproto-proxy", GOOD).PUT(BodyPublishers.noBody())));
  }

  private static String session(String password, String token) throws Exception {
    return server
        .post(
            "com.atproto.server.createSession",
            "{\"identifier\":\"" + HANDLE + "\",\"password\":\"" + password + "\"}")
        .text(token);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void messagesAreForPrivilegedAppPasswords(boolean privileged) throws Exception {
    String password =
        server
            .post(
                "com.atproto.server.createAppPassword",
                session,
                "{\"name\":\"app " + privileged + "\",\"privileged\":" + privileged + "}")
            .text("password");
    String app = session(password, "accessJwt");
    HttpRequest.Builder chat =
        request("chat.bsky.convo.getLog")
            .header("Authorization", "Bearer " + app)
            .header("atproto-proxy", GOOD);
    if (privileged) {
      assertEquals(200, send(chat).statusCode());
      service.take();
    } else {
      assertError("400 InvalidToken: Bad token method", send(chat));
      HttpRequest.Builder other =
          request(ANSWER).header("Authorization", "Bearer " + app).header("atproto-proxy", GOOD);
      assertEquals(200, send(other).statusCode());
      service.take();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused|403 Blocked: by us",
        "broken|502 Oops: sorry",
        "page|404 XRPCNotSupported: Upstream service answered with an error",
        "moved|502 UpstreamFailure: Upstream service answered with status 307",
        "endless|502 UpstreamFailure: Upstream service unreachable"
      })
  void itsErrorsArePassedOn(String how, String expected) throws Exception {
    HttpResponse<String> answer = send("app.example." + how, GOOD);
    assertError(expected, answer);
    assertEquals(
        how.equals("refused") ? "7" : "", answer.headers().firstValue("Retry-After").orElse(""));
    assertFalse(answer.body().contains("more"));
    service.take();
  }

  @Test
  void aSlowServiceTakesSomePlacesOnly() throws Exception {
    HttpRequest waiting = call("app.example.waiting").header("atproto-proxy", GOOD).build();
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(http.sendAsync(waiting, BodyHandlers.ofString()));
    }
    for (int i = 0; i < 16; i++) {
      service.take();
    }
    HttpResponse<String> one = http.send(waiting, BodyHandlers.ofString());
    assertError("503 ServiceUnavailable: Too many calls of other services at once", one);
    assertEquals("1", one.headers().firstValue("Retry-After").orElse(""));
    service.free();
    for (CompletableFuture<HttpResponse<String>> passed : calls) {
      assertEquals(200, passed.join().statusCode());
    }
    assertEquals(200, http.send(waiting, BodyHandlers.ofString()).statusCode());
    service.take();
  }

  @Test
  void itsPagesAreNotOurs() throws Exception {
    HttpResponse<String> answer = send("app.example.html", GOOD);
    service.take();
    assertEquals("text/html", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        "default-src 'none'; sandbox",
        answer.headers().firstValue("Content-Security-Policy").orElse(""));
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    assertError(
        "413 PayloadTooLarge: request entity too large: the limit is 1048576 bytes",
        send(
            call(ANSWER)
                .header("atproto-proxy", GOOD)
                .POST(BodyPublishers.ofByteArray(new byte[1_048_577]))));
  }

  /** What no honest client writes: line ends in a header and a query, bytes beyond ASCII. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /xrpc/app.example.answer?a=<\"|^`{}\\[]>%zz%0d%0aX-Evil:1 HTTP/1.1\r\n",
        "GET /xrpc/app.example.answer?a=1 HTTP/1.1\r\nAccept-Language: de\rX-Evil: 1\r\n",
        "GET /xrpc/app.example.answer?a=1 HTTP/1.1\r\nAccept-Language: de\r\n X-Evil: 1\r\n",
        "GET /xrpc/app.example.answer?a=1 HTTP/1.1\r\nX-Bsky-Topics: caf\u00e9\u0001\r\n"
      })
  void nothingBecomesAHeader(String start) throws Exception {
    String answer;
    try (Socket socket = new Socket("localhost", URI.create(server.origin()).getPort())) {
      String text =
          start
              + "Host: localhost\r\nConnection: close\r\natproto-proxy: "
              + GOOD
              + "\r\nAuthorization: Bearer "
              + session
              + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    if (service.wasAsked()) {
      OtherService.Asked asked = service.take();
      assertFalse(asked.headers().containsKey("X-Evil"), asked.headers()::toString);
      assertFalse(asked.headers().containsKey("X-Bsky-Topics"), asked.headers()::toString);
      assertTrue(asked.uri().matches("[!-~]+"), asked.uri());
    } else {
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }
  }

  @Test
  void anAppNeedsTheMethodAndTheService() throws Exception {
    Map<String, String> given = new HashMap<>();
    given.put("repo:*", "403");
    given.put("rpc:" + ANSWER + "?aud=did:web:other.test%23good", "403");
    given.put("rpc:app.example.other?aud=" + DID + "%23good", "403");
    given.put("rpc:" + ANSWER + "?aud=" + DID + "%23good", "200");
    for (Map.Entry<String, String> one : given.entrySet()) {
      OAuthSignIn app = new OAuthSignIn(server.origin(), HANDLE, "password", one.getKey());
      HttpResponse<String> answer = app.get("/xrpc/" + ANSWER, "atproto-proxy", GOOD);
      assertEquals(one.getValue(), String.valueOf(answer.statusCode()), one + answer.body());
      if (one.getValue().equals("200")) {
        OtherService.Asked asked = service.take();
        verified(asked);
        assertFalse(asked.headers().containsKey("DPoP"));
      } else {
        assertError(
            "403 ScopeMissingError: Missing required scope \"rpc:"
                + ANSWER
                + "?aud="
                + DID
                + "%23good\"",
            answer);
      }
    }
  }
}

package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.oauth.Digests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An app, and the browser of the person who uses it. */
final class OAuthClient {
  static final String ID = "http://localhost?scope=atproto%20repo%3A*%20transition%3Aemail";
  static final String BACK = "http://127.0.0.1:4321/";
  static final String VERIFIER = "v".repeat(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String origin;
  private final String id;
  private final String back;
  private final ECKey key;
  final String verifier = VERIFIER + UUID.randomUUID();
  private String nonce = "";

  OAuthClient(String origin) throws JOSEException {
    this(origin, ID, BACK);
  }

  OAuthClient(String origin, String id, String back) throws JOSEException {
    this.origin = origin;
    this.id = id;
    this.back = back;
    this.key = new ECKeyGenerator(Curve.P_256).generate();
  }

  String proof(String method, String path, String token) throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("htm", method)
            .claim("htu", origin + path)
            .issueTime(Date.from(Instant.now()));
    if (!nonce.isEmpty()) {
      claims.claim("nonce", nonce);
    }
    if (!token.isEmpty()) {
      claims.claim("ath", Digests.sha256(token));
    }
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK())
                .build(),
            claims.build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  HttpResponse<String> post(String path, Map<String, String> form, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A form with a proof, which takes the nonce of the answer along. */
  HttpResponse<String> proved(String path, Map<String, String> form) throws Exception {
    HttpResponse<String> response = post(path, form, "DPoP", proof("POST", path, ""));
    nonce = response.headers().firstValue("DPoP-Nonce").orElse(nonce);
    assertEquals(1, response.headers().allValues("DPoP-Nonce").size(), "clients would join two");
    return response;
  }

  Map<String, String> pushed() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", id);
    form.put("response_type", "code");
    form.put("redirect_uri", back);
    form.put("scope", "atproto repo:* transition:email");
    form.put("state", "a state & more");
    form.put("code_challenge", Digests.sha256(verifier));
    form.put("code_challenge_method", "S256");
    return form;
  }

  /** The page for a pushed request. */
  HttpResponse<String> page(String requestUri) throws IOException, InterruptedException {
    String query = encode(Map.of("client_id", id, "request_uri", requestUri));
    return http.send(
        HttpRequest.newBuilder(URI.create(origin + "/oauth/authorize?" + query)).build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String token, String proof)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(origin + path))
            .headers("Authorization", "DPoP " + token, "DPoP", proof)
            .build(),
        BodyHandlers.ofString());
  }

  static String cookie(HttpResponse<String> page) {
    return page.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  /** The hidden fields of the form on a page. */
  static Map<String, String> hidden(HttpResponse<String> page) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher =
        Pattern.compile("type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"")
            .matcher(page.body());
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  static Map<String, String> answer(HttpResponse<String> redirect) {
    Map<String, String> fields = new LinkedHashMap<>();
    String location = redirect.headers().firstValue("Location").orElseThrow();
    for (String pair : location.substring(location.indexOf('?') + 1).split("&", -1)) {
      String[] halves = pair.split("=", 2);
      fields.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}

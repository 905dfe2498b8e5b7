package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.FirebaseTokens;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockHttpTransport;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** By Google's published keys, where only the network between is not Google's. */
class FirebaseAdminTokensTest extends FirebaseTokensContract {
  private static final String KEYS =
      "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}";
  private static final String ACCOUNT = "auth@example.iam.gserviceaccount.com";

  private static KeyPair google;
  private static KeyPair other;
  private static String certificate;

  private final FirebasePeople people = new FirebasePeople("demo-" + UUID.randomUUID());
  private final FirebaseTokens tokens = new FirebaseAdminTokens(people.project(), this::options);
  private boolean broken;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    google = generator.generateKeyPair();
    other = generator.generateKeyPair();
    certificate = SelfSigned.pem(google);
  }

  private FirebaseOptions options() {
    Date farFuture = Date.from(Instant.parse("2100-01-01T00:00:00Z"));
    return FirebaseOptions.builder()
        .setProjectId(people.project())
        .setServiceAccountId(ACCOUNT)
        .setCredentials(GoogleCredentials.create(new AccessToken("test", farFuture)))
        .setHttpTransport(new Google())
        .build();
  }

  private final class Google extends MockHttpTransport {
    @Override
    public LowLevelHttpRequest buildRequest(String method, String url) {
      return new MockLowLevelHttpRequest(url) {
        @Override
        public LowLevelHttpResponse execute() throws IOException {
          try {
            return new MockLowLevelHttpResponse()
                .setContentType("application/json")
                .setContent(answer(url, getContentAsString()));
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        }
      };
    }
  }

  private String answer(String url, String body) throws IOException, GeneralSecurityException {
    if (broken) {
      throw new IOException("no network");
    }
    if (url.equals(KEYS)) {
      return FirebasePeople.JSON.createObjectNode().put("one", certificate).toString();
    }
    if (url.equals(
        "https://identitytoolkit.googleapis.com/v1/projects/%s/accounts:lookup"
            .formatted(people.project()))) {
      return people.lookup(body);
    }
    if (url.endsWith("/serviceAccounts/" + ACCOUNT + ":signBlob")) {
      byte[] payload =
          Base64.getDecoder().decode(FirebasePeople.JSON.readTree(body).path("payload").asText());
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(other.getPrivate());
      signature.update(payload);
      return FirebasePeople.JSON
          .createObjectNode()
          .put("signedBlob", Base64.getEncoder().encodeToString(signature.sign()))
          .toString();
    }
    throw new AssertionError("nobody is asked " + url);
  }

  @Override
  FirebasePeople people() {
    return people;
  }

  @Override
  FirebaseTokens tokens() {
    return tokens;
  }

  @Override
  String token(JsonNode claims) throws Exception {
    return Jwt.signed(HEADER, claims, google.getPrivate());
  }

  @Override
  void breakDown() {
    broken = true;
  }

  @Test
  void believesNobodyElsesSignature() throws Exception {
    people.add("alice");
    JsonNode claims = people.claims("alice");
    assertEquals("InvalidIdToken", error(tokens.read(Jwt.unsigned(claims))));
    assertEquals(
        "InvalidIdToken", error(tokens.read(Jwt.signed(HEADER, claims, other.getPrivate()))));
    String unknown = HEADER.replace("one", "two");
    assertEquals(
        "InvalidIdToken", error(tokens.read(Jwt.signed(unknown, claims, other.getPrivate()))));
    String nameless = "{\"alg\":\"RS256\"}";
    assertEquals(
        "InvalidIdToken", error(tokens.read(Jwt.signed(nameless, claims, google.getPrivate()))));
    String good = token(claims);
    String cut = good.substring(0, good.lastIndexOf('.') + 1);
    assertEquals("InvalidIdToken", error(tokens.read(cut)));
    JsonNode changed = people.claims("bob");
    String moved =
        good.substring(0, good.indexOf('.') + 1)
            + Jwt.part(changed.toString())
            + good.substring(good.lastIndexOf('.'));
    assertEquals("InvalidIdToken", error(tokens.read(moved)));
    assertInstanceOf(FirebaseTokens.Known.Person.class, tokens.read(good));
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    people.add("alice");
    String text =
        Jwt.part("{\"alg\":\"HS256\",\"kid\":\"one\"}")
            + "."
            + Jwt.part(people.claims("alice").toString());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(certificate.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    String forged = text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    assertEquals("InvalidIdToken", error(tokens.read(forged)));
  }

  @Test
  void itsOwnAccountSigns() throws Exception {
    FirebaseTokens.Made made = tokens.custom(Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"));
    String token = assertInstanceOf(FirebaseTokens.Made.Token.class, made).text();
    assertEquals(ACCOUNT, Jwt.claims(token).path("iss").asText());
    int end = token.lastIndexOf('.');
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(other.getPublic());
    signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    assertTrue(signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1))));
  }
}

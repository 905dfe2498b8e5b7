package app.tiktoktoe.functions.webhooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed posts, and posts of others, through the real framework. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksWireTest {
  private static final String SUPPRESSION_KEY = "c3VwcHJlc3Npb24ga2V5IG9mIHRoaXMgdGVzdCBhbG8=";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Firestore firestore;
  private final SecretManagerEmulator secrets;
  private final KeyPair theirs = keyPair();
  private final KeyPair forger = keyPair();
  private final ServedFunction served;

  WebhooksWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.secrets =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    this.served = new ServedFunction(WiredWebhooks.class);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  @BeforeAll
  void start() throws Exception {
    String project = firestore.getOptions().getProjectId();
    secrets.create(
        project,
        EventSignature.KEY,
        Base64.getEncoder().encodeToString(theirs.getPublic().getEncoded()) + "\n");
    secrets.create(project, AccountSecrets.MAIL_SUPPRESSION_KEY, SUPPRESSION_KEY);
    WiredWebhooks.environment =
        Map.of(
            "SERVICE_ORIGIN",
            "https://tiktoktoe.test",
            "SERVICE_DID",
            "did:web:tiktoktoe.test",
            "HANDLE_DOMAINS",
            ".tiktoktoe.test",
            "GOOGLE_CLOUD_PROJECT",
            project,
            "METERED_FIRESTORE_EMULATOR_HOST",
            FirestoreEmulatorExtension.hostPort(),
            "SECRETMANAGER_EMULATOR_HOST",
            secrets.hostPort());
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    secrets.close();
  }

  private static String sign(KeyPair keys, String timestamp, String body) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  private String post(String signature, String timestamp, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.origin() + "/webhooks/sendgrid"))
            .header("Content-Type", "application/json")
            .header(EventSignature.SIGNATURE_HEADER, signature)
            .header(EventSignature.TIMESTAMP_HEADER, timestamp)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().replaceAll("\\{\"error\":\"(\\w+)\".*", "$1");
  }

  private String signed(String body) throws Exception {
    String timestamp = timestamp(Duration.ZERO);
    return post(sign(theirs, timestamp, body), timestamp, body);
  }

  private static String timestamp(Duration ago) {
    return Long.toString(Instant.now().minus(ago).getEpochSecond());
  }

  private static String event(String kind, String type, String email) {
    return """
    {"event":"%s","type":"%s","timestamp":%d,"email":"%s","sg_event_id":"x"}\
    """
        .formatted(kind, type, Instant.now().getEpochSecond(), email);
  }

  private boolean isSuppressed(String email) {
    return new MailSuppressions(firestore, name -> SUPPRESSION_KEY, Instant::now)
        .has(new EmailAddress(email));
  }

  private List<QueryDocumentSnapshot> documents() {
    return Await.result(firestore.collection("mailSuppressions").get()).getDocuments();
  }

  @Test
  void addressesWhoseMailsFailForGoodAreSuppressed() throws Exception {
    String body =
        "["
            + String.join(
                ",",
                event("bounce", "bounce", "Gone@example.com"),
                event("bounce", "blocked", "moody@example.com"),
                event("dropped", "", "dropped@example.com"),
                event("spamreport", "", "angry@example.com"),
                event("delivered", "", "happy@example.com"),
                event("bounce", "bounce", "no address"),
                "7",
                "{}")
            + "]";
    String timestamp = timestamp(Duration.ZERO);
    String signature = sign(theirs, timestamp, body);
    assertEquals("200 ", post(signature, timestamp, body));
    for (String email : List.of("gone@example.com", "dropped@example.com", "angry@example.com")) {
      assertTrue(isSuppressed(email), email);
    }
    assertFalse(isSuppressed("moody@example.com"));
    assertFalse(isSuppressed("happy@example.com"));
    List<Map<String, Object>> once =
        documents().stream().map(QueryDocumentSnapshot::getData).toList();
    assertEquals("200 ", post(signature, timestamp, body), "the same again");
    assertEquals(once, documents().stream().map(QueryDocumentSnapshot::getData).toList());
    assertFalse(documents().toString().contains("example.com"), "no address is stored");
  }

  @Test
  void whatSendGridDidNotSignIsRefused() throws Exception {
    String body = "[" + event("bounce", "bounce", "victim@example.com") + "]";
    String timestamp = timestamp(Duration.ZERO);
    assertEquals("401 BadSignature", post(sign(forger, timestamp, body), timestamp, body));
    String good = sign(theirs, timestamp, body);
    assertEquals("401 BadSignature", post(good, timestamp, body.replace("victim", "other")));
    assertEquals("401 BadSignature", post(good, timestamp(Duration.ofSeconds(-1)), body));
    assertEquals("401 BadSignature", post("", timestamp, body));
    assertEquals("401 BadSignature", post("no base64!", timestamp, body));
    assertEquals("401 BadSignature", post(good.substring(4), timestamp, body));
    assertFalse(isSuppressed("victim@example.com"));
    assertFalse(isSuppressed("other@example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-5", "1e9", "99999999999999999999"})
  void aTimeThatIsNoneIsRefused(String timestamp) throws Exception {
    assertEquals("401 BadSignature", post(sign(theirs, timestamp, "[]"), timestamp, "[]"));
  }

  @Test
  void anOldPostIsRefused() throws Exception {
    for (Duration ago : List.of(Duration.ofMinutes(11), Duration.ofMinutes(-11))) {
      String timestamp = timestamp(ago);
      assertEquals("401 BadSignature", post(sign(theirs, timestamp, "[]"), timestamp, "[]"));
    }
    String recent = timestamp(Duration.ofMinutes(9));
    assertEquals("200 ", post(sign(theirs, recent, "[]"), recent, "[]"));
  }

  @Test
  void whatIsTooLargeOrNoListIsRefused() throws Exception {
    assertEquals("413 PayloadTooLarge", signed(" ".repeat(SendGridEvents.MAX_BYTES + 1)));
    assertEquals("400 InvalidRequest", signed("[".repeat(100_000)));
    assertEquals("400 InvalidRequest", signed("{\"a\":".repeat(20) + "1" + "}".repeat(20)));
    assertEquals("400 InvalidRequest", signed("{}"));
    assertEquals("400 InvalidRequest", signed("[] []"));
    assertEquals("400 InvalidRequest", signed(""));
  }
}

package app.tiktoktoe.functions.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.emulators.mail.MailEmulator;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Push envelopes through the real framework to inboxes behind an emulated mail service. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailWireTest {
  private static final String SUPPRESSION_KEY = "c3VwcHJlc3Npb24ga2V5IG9mIHRoaXMgdGVzdCBhbG8=";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Firestore firestore;
  private final MailEmulator inbox;
  private final SecretManagerEmulator secrets;
  private final ServedFunction served;

  MailWireTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.inbox = MailEmulator.start(0);
    this.secrets =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    this.served = new ServedFunction(WiredMail.class);
  }

  @BeforeAll
  void start() throws Exception {
    String project = firestore.getOptions().getProjectId();
    secrets.create(project, SendGrid.API_KEY, "SG.key\n");
    secrets.create(project, AccountSecrets.MAIL_SUPPRESSION_KEY, SUPPRESSION_KEY);
    WiredMail.environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            project,
            "SERVICE_ORIGIN",
            "https://tiktoktoe.test",
            "MAIL_SENDER",
            "no-reply@tiktoktoe.test",
            "METERED_FIRESTORE_EMULATOR_HOST",
            FirestoreEmulatorExtension.hostPort(),
            "SECRETMANAGER_EMULATOR_HOST",
            secrets.hostPort(),
            "SENDGRID_EMULATOR_HOST",
            inbox.endpoint().toString());
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    inbox.close();
    secrets.close();
  }

  private Did account(String name) {
    Did did =
        Did.parse(
            "did:plc:" + (name.replace("-", "") + "aaaaaaaaaaaaaaaaaaaaaaaa").substring(0, 24));
    Await.result(
        firestore
            .document("accounts/" + did)
            .set(
                Map.of(
                    "version",
                    1,
                    "handle",
                    name + ".tiktoktoe.test",
                    "email",
                    new EmailAddress(name + "@example.com").value(),
                    "emailConfirmed",
                    false,
                    "passwordHash",
                    "none",
                    "signingKey",
                    SigningKey.generate(Curve.K256, new SecureRandom()).publicKey().didKey(),
                    "createdAt",
                    Timestamp.now())));
    return did;
  }

  private static MailRequest request(Did did) {
    return new MailRequest(did, MailRequest.Kind.DELETE_ACCOUNT, Instant.now());
  }

  private int deliver(MailRequest request) throws Exception {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope
        .putObject("message")
        .put("messageId", "1")
        .put("data", Base64.getEncoder().encodeToString(request.encode().toByteArray()));
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(served.origin() + "/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(envelope.toString()))
            .build();
    return HTTP.send(post, BodyHandlers.discarding()).statusCode();
  }

  private List<JsonNode> mailsTo(String name) {
    return inbox.mails().stream()
        .filter(mail -> mail.path("to").asText().equals(name + "@example.com"))
        .toList();
  }

  @Test
  void aRequestIsOneMailHoweverOftenItIsDelivered() throws Exception {
    MailRequest request = request(account("alice"));
    assertEquals(204, deliver(request));
    assertEquals(204, deliver(request));
    assertEquals(1, mailsTo("alice").size());
    JsonNode mail = mailsTo("alice").getFirst();
    assertEquals("no-reply@tiktoktoe.test", mail.path("from").asText());
    assertTrue(mail.path("text").asText().contains("@alice.tiktoktoe.test at tiktoktoe.test"));
    assertTrue(
        mail.path("text")
            .asText()
            .lines()
            .anyMatch(line -> line.matches(" *[a-z2-7]{5}-[a-z2-7]{5}")),
        mail.path("text").asText());
  }

  @ParameterizedTest
  @EnumSource(MailRequest.Kind.class)
  void eachKindSaysTheSameInTextAndPage(MailRequest.Kind kind) throws Exception {
    String name = kind.id().replace('_', '-');
    assertEquals(204, deliver(new MailRequest(account(name), kind, Instant.now())));
    JsonNode mail = mailsTo(name).getFirst();
    Matcher code =
        Pattern.compile("(?m)^ +([a-z2-7]{5}-[a-z2-7]{5})$").matcher(mail.path("text").asText());
    assertTrue(code.find(), mail.path("text").asText());
    String page = mail.path("html").asText();
    assertTrue(page.contains(">" + code.group(1) + "<"), page);
    assertTrue(page.contains("@" + name + ".tiktoktoe.test"), page);
    assertTrue(page.contains("<title>" + mail.path("subject").asText() + "</title>"), page);
    assertFalse(page.contains("http"), "it loads and links nothing");
  }

  @Test
  void anAddressWhoseMailCameBackGetsNoMore() throws Exception {
    Did erin = account("erin");
    Did frank = account("frank");
    new MailSuppressions(firestore, name -> SUPPRESSION_KEY, InstantSource.system())
        .add(
            Map.of(
                new EmailAddress("Erin@example.com"),
                new MailSuppressions.Cause("bounce", Instant.now())));
    assertEquals(204, deliver(request(erin)));
    assertEquals(204, deliver(request(frank)));
    assertEquals(List.of(), mailsTo("erin"));
    assertEquals(1, mailsTo("frank").size());
  }

  @Test
  void aBusyServiceGetsItLater() throws Exception {
    assertEquals(503, deliver(request(account("busy-bob"))));
    assertEquals(List.of(), mailsTo("busy-bob"));
  }

  @Test
  void whatCannotBeSentIsDropped() throws Exception {
    assertEquals(204, deliver(request(account("refused-carol"))));
    assertEquals(204, deliver(request(Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"))));
    Did dora = account("dora");
    assertEquals(
        204,
        deliver(
            new MailRequest(
                dora,
                MailRequest.Kind.DELETE_ACCOUNT,
                Instant.now().minus(SendMail.USEFUL_FOR).minus(Duration.ofMinutes(1)))));
    assertEquals(List.of(), mailsTo("dora"));
  }
}

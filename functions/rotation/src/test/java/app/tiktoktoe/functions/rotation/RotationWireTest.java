package app.tiktoktoe.functions.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secret Manager's notices through the real framework. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotationWireTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestSecretManager manager;
  private final ServedFunction served;

  RotationWireTest() throws Exception {
    manager = new TestSecretManager(InstantSource.system());
    manager.seed();
    served = new ServedFunction(WiredRotation.class);
  }

  @BeforeAll
  void start() throws Exception {
    WiredRotation.environment = manager.environment();
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    manager.close();
  }

  private int notice(String eventType, String secretId) throws Exception {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    ObjectNode message = envelope.putObject("message").put("messageId", "1");
    message
        .putObject("attributes")
        .put("eventType", eventType)
        .put("secretId", secretId)
        .put("dataFormat", "JSON_API_V1");
    byte[] data = ("{\"name\":\"" + secretId + "\"}").getBytes(StandardCharsets.UTF_8);
    message.put("data", Base64.getEncoder().encodeToString(data));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.origin() + "/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(envelope.toString()))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String id(String name) {
    return "projects/123456789/secrets/" + name + TestSecretManager.SUFFIX;
  }

  @Test
  void aNoticeTwiceAddsOneVersion() throws Exception {
    String secret = AccountSecrets.PLC_ROTATION_KEY;
    assertEquals(204, notice("SECRET_ROTATE", id(secret)));
    assertEquals(2, manager.number(secret));
    assertEquals(204, notice("SECRET_ROTATE", id(secret)));
    assertEquals(2, manager.number(secret));
  }

  @Test
  void noticesAtOnceAddOneVersion() throws Exception {
    String secret = AccountSecrets.SESSION_SIGNING_KEY;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> notice = () -> notice("SECRET_ROTATE", id(secret));
      for (Future<Integer> status : threads.invokeAll(Collections.nCopies(8, notice))) {
        assertEquals(204, status.get());
      }
    }
    assertEquals(2, manager.number(secret));
    assertEquals(2, manager.number(AccountSecrets.SESSION_VERIFICATION_KEYS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SECRET_VERSION_ADD", "SECRET_VERSION_DISABLE", "SECRET_UPDATE", ""})
  void otherNoticesOfTheTopicAreDoneWithoutAVersion(String eventType) throws Exception {
    assertEquals(204, notice(eventType, id(AccountSecrets.ACCOUNT_KEY_ENCRYPTION)));
    assertEquals(1, manager.number(AccountSecrets.ACCOUNT_KEY_ENCRYPTION));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/1/secrets/stranger-x1",
        "",
        "projects/1/secrets/-x1",
        "projects/1/secrets/account-key-encryption"
      })
  void anUnknownSecretIsDropped(String secretId) throws Exception {
    assertEquals(204, notice("SECRET_ROTATE", secretId));
    assertEquals(1, manager.number(AccountSecrets.ACCOUNT_KEY_ENCRYPTION));
  }
}

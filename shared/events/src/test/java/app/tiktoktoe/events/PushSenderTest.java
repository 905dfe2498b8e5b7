package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.MissingConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushSenderTest {
  private static final String AUDIENCE = "https://fanout-1.europe-west1.run.app";
  private static final String ACCOUNT = "push@product.iam.gserviceaccount.com";
  private static final Map<String, String> CHECKED_HERE =
      Map.of("K_SERVICE", "fanout", "PUSH_AUDIENCE", AUDIENCE, "PUSH_SERVICE_ACCOUNT", ACCOUNT);
  private static final Map<String, String> CHECKED_BY_THE_PLATFORM =
      Map.of(
          "K_SERVICE",
          "fanout",
          "PUSH_AUDIENCE",
          AUDIENCE,
          "PUSH_SERVICE_ACCOUNT",
          ACCOUNT,
          "PUSH_SIGNATURE",
          "removed");

  @Test
  void trustsEverybodyOnALaptop() {
    assertTrue(PushSender.fromEnvironment(Environment.of(Map.of())).isTrusted(Optional.empty()));
  }

  @Test
  void needsAudienceAndAccountInTheCloud() {
    Environment nothing = Environment.of(Map.of("K_SERVICE", "fanout"));
    assertThrows(MissingConfigurationException.class, () -> PushSender.fromEnvironment(nothing));
  }

  @Test
  void takesATokenWhoseSignatureThePlatformHasTakenOff() {
    assertTrue(isTrusted(CHECKED_BY_THE_PLATFORM, bearer(AUDIENCE, ACCOUNT, true)));
  }

  @Test
  void refusesTheTokenOfAnotherAccountOrForAnotherAudience() {
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, bearer(AUDIENCE, "a@b.c", true)));
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, bearer("https://other", ACCOUNT, true)));
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, bearer(AUDIENCE, ACCOUNT, false)));
  }

  @Test
  void refusesWhatIsNoToken() {
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, "Bearer e30"));
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, "Bearer e30.%.x"));
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, "Bearer e30.bm90IGpzb24.x"));
    assertFalse(isTrusted(CHECKED_BY_THE_PLATFORM, "Basic e30"));
    assertFalse(
        PushSender.fromEnvironment(Environment.of(CHECKED_BY_THE_PLATFORM))
            .isTrusted(Optional.empty()));
  }

  @Test
  void refusesATokenWithoutSignatureWhereThePlatformDoesNotCheck() {
    assertFalse(isTrusted(CHECKED_HERE, bearer(AUDIENCE, ACCOUNT, true)));
  }

  private static boolean isTrusted(Map<String, String> environment, String authorization) {
    return PushSender.fromEnvironment(Environment.of(environment))
        .isTrusted(Optional.of(authorization));
  }

  private static String bearer(String audience, String account, boolean verified) {
    return "Bearer "
        + part("{\"alg\":\"RS256\",\"kid\":\"1\"}")
        + "."
        + part(
            "{\"aud\":\"%s\",\"email\":\"%s\",\"email_verified\":%s}"
                .formatted(audience, account, verified))
        + ".SIGNATURE_REMOVED_BY_GOOGLE";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.jwk.RSAKey;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSigningKeysTest {
  private static final RSAKey ONE = NewSecrets.sessionKey(new SecureRandom());
  private static final RSAKey TWO = NewSecrets.sessionKey(new SecureRandom());

  @Test
  void bothKeysAreReadAgain() {
    SessionSigningKeys keys = new SessionSigningKeys(ONE, Optional.of(TWO));
    assertEquals(keys, SessionSigningKeys.parse(keys.text()));
  }

  @Test
  void aKeyAloneIsOneWithoutANext() {
    assertEquals(
        new SessionSigningKeys(ONE, Optional.empty()),
        SessionSigningKeys.parse(ONE.toJSONString()));
  }

  @Test
  void whoKnowsOnlyAKeyAloneReadsTheCurrentOne() throws ParseException {
    assertEquals(ONE, RSAKey.parse(new SessionSigningKeys(ONE, Optional.of(TWO)).text()));
  }

  @Test
  void aPublicKeyIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SessionSigningKeys.parse(ONE.toPublicJWK().toJSONString()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SessionSigningKeys(ONE, Optional.of(TWO.toPublicJWK())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "[]", "{\"kty\":\"secret\"}", "{\"kty\":\"RSA\"}"})
  void whatIsNoKeyIsRefusedAndNotShown(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SessionSigningKeys.parse(text));
    assertEquals("session-signing-key is not an RSA JWK", refusal.getMessage());
  }

  @Test
  void theTextForLogsShowsNoKey() {
    String shown = new SessionSigningKeys(ONE, Optional.of(TWO)).toString();
    assertFalse(shown.contains(ONE.getPrivateExponent().toString()));
    assertEquals("SessionSigningKeys[" + ONE.getKeyID() + "]", shown);
  }
}

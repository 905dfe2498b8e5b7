package app.tiktoktoe.functions.rotation;

import static app.tiktoktoe.accounts.AccountSecrets.SESSION_SIGNING_KEY;
import static app.tiktoktoe.accounts.AccountSecrets.SESSION_VERIFICATION_KEYS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.SessionSigningKeys;
import app.tiktoktoe.testkit.MutableClock;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rotation signs nobody out, however stale a reader is. */
class RotatedSessionsTest {
  private static final Duration REFRESH_LIFE = Duration.ofDays(7);

  private final MutableClock clock = new MutableClock();
  private TestSecretManager manager;
  private Map<String, Rotation> rotations;

  @BeforeEach
  void start() throws Exception {
    manager = new TestSecretManager(clock);
    manager.seed();
    rotations = RotationWiring.rotations(manager.versions, clock, new SecureRandom());
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  private void rotate(String name) {
    assertEquals(Rotation.Outcome.ROTATED, Objects.requireNonNull(rotations.get(name)).run(), name);
  }

  private String signer() {
    return SessionSigningKeys.parse(manager.text(SESSION_SIGNING_KEY)).current().getKeyID();
  }

  /** What {@code auth} signs with the latest version. */
  private JWSObject token() throws JOSEException {
    RSAKey key = SessionSigningKeys.parse(manager.text(SESSION_SIGNING_KEY)).current();
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new Payload("claims"));
    token.sign(new RSASSASigner(key));
    return token;
  }

  /** The keys of a reader that has the latest version and never reads another. */
  private JWKSet reader() throws ParseException {
    return JWKSet.parse(manager.text(SESSION_VERIFICATION_KEYS));
  }

  private static void assertGood(JWKSet reader, JWSObject token) throws JOSEException {
    RSAKey key = reader.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
    assertTrue(token.verify(new RSASSAVerifier(key)));
  }

  @Test
  void tokensOfTheOldKeyAreGoodUntilTheyExpire() throws Exception {
    JWSObject old = token();
    rotate(SESSION_SIGNING_KEY);
    assertGood(reader(), old);
    clock.advance(REFRESH_LIFE.minusSeconds(1));
    Objects.requireNonNull(rotations.get(SESSION_VERIFICATION_KEYS)).run();
    assertGood(reader(), old);
  }

  @Test
  void aReaderThatMissedTheRotationKnowsTheNewKey() throws Exception {
    JWKSet stale = reader();
    String signer = signer();
    rotate(SESSION_SIGNING_KEY);
    assertNotEquals(signer, signer());
    assertGood(stale, token());
  }

  @Test
  void aSignerThatMissedTheRotationSignsOnWithAKeyThatIsKnown() throws Exception {
    for (int quarter = 0; quarter < 3; quarter++) {
      JWKSet stale = reader();
      JWSObject before = token();
      rotate(SESSION_SIGNING_KEY);
      assertGood(stale, before);
      assertGood(stale, token());
      assertGood(reader(), before);
      assertGood(reader(), token());
      clock.advance(Duration.ofDays(90));
    }
  }
}

package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.TinkKeyVault;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NewSecretsTest {
  private final TestSecrets secrets = TestSecrets.ONE;

  @Test
  void theVerificationKeysAreThePublicHalves() throws ParseException {
    RSAKey signing = RSAKey.parse(secrets.text(AccountSecrets.SESSION_SIGNING_KEY));
    JWKSet verification = JWKSet.parse(secrets.text(AccountSecrets.SESSION_VERIFICATION_KEYS));
    assertTrue(signing.isPrivate());
    assertFalse(verification.containsNonPublicKeys());
    assertEquals(signing.toPublicJWK(), verification.getKeyByKeyId(signing.getKeyID()));
  }

  @Test
  void theRotationKeyIsAK256Secret() {
    byte[] secret = HexFormat.of().parseHex(secrets.text(AccountSecrets.PLC_ROTATION_KEY));
    assertArrayEquals(secret, SigningKey.fromBytes(Curve.K256, secret).secretBytes());
  }

  @Test
  void theKeyOfKeysSealsForOneAccount() {
    TinkKeyVault vault = new TinkKeyVault(secrets);
    Did did = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    byte[] secret = {1, 2, 3};
    assertArrayEquals(secret, vault.open(did, vault.seal(did, secret)));
  }
}

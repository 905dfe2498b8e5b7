package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.TinkKeyVault;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewSecretsTest {
  private final TestSecrets secrets = TestSecrets.ONE;

  @Test
  void theVerificationKeysAreThePublicHalves() throws ParseException {
    SessionSigningKeys signing =
        SessionSigningKeys.parse(secrets.text(AccountSecrets.SESSION_SIGNING_KEY));
    JWKSet verification = JWKSet.parse(secrets.text(AccountSecrets.SESSION_VERIFICATION_KEYS));
    assertFalse(verification.containsNonPublicKeys());
    assertEquals(
        List.of(signing.current().toPublicJWK(), signing.next().orElseThrow().toPublicJWK()),
        verification.getKeys());
  }

  @Test
  void theRotationKeysAreTheFirstAndTheNext() {
    PlcRotationKeys keys = PlcRotationKeys.parse(secrets.text(AccountSecrets.PLC_ROTATION_KEY));
    assertTrue(keys.next().isPresent());
    assertEquals(List.of(), keys.older());
  }

  @Test
  void theKeysetHasAPrimaryAndANextKey() throws GeneralSecurityException {
    KeysetHandle keyset =
        TinkJsonProtoKeysetFormat.parseKeyset(
            secrets.text(AccountSecrets.ACCOUNT_KEY_ENCRYPTION), InsecureSecretKeyAccess.get());
    assertEquals(2, keyset.size());
    assertTrue(keyset.getAt(0).isPrimary());
  }

  @Test
  void theKeyOfKeysSealsForOneAccount() {
    TinkKeyVault vault = new TinkKeyVault(secrets);
    Did did = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    byte[] secret = {1, 2, 3};
    assertArrayEquals(secret, vault.open(did, vault.seal(did, secret)));
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** Makes fresh values of the secrets that {@link AccountSecrets} names. Stateless. */
public final class NewSecrets {
  private static final int RSA_BITS = 2048;

  private NewSecrets() {}

  /** All four, by name; the two session secrets belong together. */
  public static Map<String, String> generate(SecureRandom random) {
    RSAKey sessionKey = sessionKey(random);
    return Map.of(
        AccountSecrets.SESSION_SIGNING_KEY,
        sessionKey.toJSONString(),
        AccountSecrets.SESSION_VERIFICATION_KEYS,
        new JWKSet(sessionKey).toString(true),
        AccountSecrets.PLC_ROTATION_KEY,
        rotationKey(random),
        AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
        accountKeyEncryption());
  }

  private static RSAKey sessionKey(SecureRandom random) {
    try {
      return new RSAKeyGenerator(RSA_BITS)
          .secureRandom(random)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this JVM cannot make RSA keys", e);
    }
  }

  private static String rotationKey(SecureRandom random) {
    return HexFormat.of().formatHex(SigningKey.generate(Curve.K256, random).secretBytes());
  }

  private static String accountKeyEncryption() {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make AEAD keys", e);
    }
  }
}

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes fresh values of the secrets that {@link AccountSecrets} names. Stateless. */
public final class NewSecrets {
  private static final int RSA_BITS = 2048;
  private static final int MAIL_SUPPRESSION_KEY_BYTES = 32;

  private NewSecrets() {}

  /** All six, by name; the two session secrets belong together. */
  public static Map<String, String> generate(SecureRandom random) {
    SessionSigningKeys signing = sessionSigningKeys(random);
    return Map.of(
        AccountSecrets.SESSION_SIGNING_KEY,
        signing.text(),
        AccountSecrets.SESSION_VERIFICATION_KEYS,
        new JWKSet(signing.all()).toString(true),
        AccountSecrets.PLC_ROTATION_KEY,
        plcRotationKeys(random).text(),
        AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
        accountKeyEncryption(),
        AccountSecrets.DPOP_NONCE_KEYS,
        NonceKeys.generate(random).text(),
        AccountSecrets.MAIL_SUPPRESSION_KEY,
        mailSuppressionKey(random));
  }

  private static String mailSuppressionKey(SecureRandom random) {
    byte[] key = new byte[MAIL_SUPPRESSION_KEY_BYTES];
    random.nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** Two keys for session tokens. */
  public static SessionSigningKeys sessionSigningKeys(SecureRandom random) {
    return new SessionSigningKeys(sessionKey(random), Optional.of(sessionKey(random)));
  }

  /** A private key for session tokens, named by its thumbprint. */
  public static RSAKey sessionKey(SecureRandom random) {
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

  /** Two keys for PLC operations. */
  public static PlcRotationKeys plcRotationKeys(SecureRandom random) {
    return new PlcRotationKeys(rotationKey(random), Optional.of(rotationKey(random)), List.of());
  }

  /** A key for PLC operations. */
  public static SigningKey rotationKey(SecureRandom random) {
    return SigningKey.generate(Curve.K256, random);
  }

  /** The keyset that seals the keys of accounts, as text. */
  public static String accountKeyEncryption() {
    try {
      AeadConfig.register();
      KeysetHandle keyset =
          KeysetHandle.newBuilder(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM))
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId())
              .build();
      return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make AEAD keys", e);
    }
  }
}

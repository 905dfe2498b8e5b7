package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * Makes fresh values of the secrets that accounts need, in the forms that a deployment stores.
 * Stateless.
 */
final class LocalSecrets {
  private static final int RSA_BITS = 2048;
  private static final int KEY_BYTES = 32;
  private static final byte[] AES_GCM_KEY_FIELD = {0x1a, KEY_BYTES};

  private LocalSecrets() {}

  /** All four, by name; the two session secrets belong together. */
  static Map<String, String> generate(SecureRandom random) {
    try {
      ObjectNode session = sessionKey(random);
      return Map.of(
          "session-signing-key", session.toString(),
          "session-verification-keys", publicSet(session).toString(),
          "plc-rotation-key", HexFormat.of().formatHex(scalar(random)),
          "account-key-encryption", keyset(random).toString());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make RSA keys", e);
    }
  }

  private static ObjectNode sessionKey(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS, random);
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    ObjectNode jwk = object();
    jwk.put("e", text(key.getPublicExponent())).put("kty", "RSA").put("n", text(key.getModulus()));
    byte[] print =
        MessageDigest.getInstance("SHA-256")
            .digest(jwk.toString().getBytes(StandardCharsets.UTF_8));
    return jwk.put("kid", text(print))
        .put("use", "sig")
        .put("alg", "RS256")
        .put("d", text(key.getPrivateExponent()))
        .put("p", text(key.getPrimeP()))
        .put("q", text(key.getPrimeQ()))
        .put("dp", text(key.getPrimeExponentP()))
        .put("dq", text(key.getPrimeExponentQ()))
        .put("qi", text(key.getCrtCoefficient()));
  }

  private static ObjectNode publicSet(ObjectNode key) {
    ObjectNode set = object();
    set.putArray("keys").add(key.deepCopy().retain("e", "kty", "n", "kid", "use", "alg"));
    return set;
  }

  /** Below 2^255, so that it is always a valid scalar of the curve, and never zero in practice. */
  private static byte[] scalar(SecureRandom random) {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    bytes[0] &= 0x7f;
    return bytes;
  }

  /**
   * A Tink keyset in JSON with one AES256-GCM key: the key's protocol buffer is its field 3 alone.
   */
  private static ObjectNode keyset(SecureRandom random) {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    byte[] value = new byte[AES_GCM_KEY_FIELD.length + KEY_BYTES];
    System.arraycopy(AES_GCM_KEY_FIELD, 0, value, 0, AES_GCM_KEY_FIELD.length);
    System.arraycopy(secret, 0, value, AES_GCM_KEY_FIELD.length, KEY_BYTES);
    int id = random.nextInt(1, Integer.MAX_VALUE);
    ObjectNode keyset = object().put("primaryKeyId", id);
    ObjectNode key = keyset.putArray("key").addObject();
    key.putObject("keyData")
        .put("typeUrl", "type.googleapis.com/google.crypto.tink.AesGcmKey")
        .put("value", Base64.getEncoder().encodeToString(value))
        .put("keyMaterialType", "SYMMETRIC");
    key.put("status", "ENABLED").put("keyId", id).put("outputPrefixType", "TINK");
    return keyset;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String text(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return text(java.util.Arrays.copyOfRange(bytes, skip, bytes.length));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

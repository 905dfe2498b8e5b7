package app.tiktoktoe.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A browser with an authenticator that holds one P-256 key, as WebAuthn describes them; it can be
 * told to lie. For one thread.
 */
public final class SoftAuthenticator {
  private static final int PRESENT = 0x01;
  private static final int ATTESTED = 0x40;
  private static final int COORDINATE_BYTES = 32;

  private final KeyPair keys;
  private final byte[] id = new byte[16];
  private String origin;
  private String domain;
  private int flags = PRESENT;
  private int counter;

  /** For a page at {@code origin}, whose host it binds its key to. */
  public SoftAuthenticator(String origin) {
    this.origin = origin;
    this.domain = java.net.URI.create(origin).getHost();
    new SecureRandom().nextBytes(id);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has the browser say that the page is another one. */
  public void setOrigin(String other) {
    this.origin = other;
  }

  /** Signs for another domain. */
  public void setDomain(String other) {
    this.domain = other;
  }

  /** Says whether a person touched it. */
  public void setPresent(boolean present) {
    this.flags = present ? PRESENT : 0;
  }

  /** Sets how often it says it was used; the next use is one more. */
  public void setCounter(int uses) {
    this.counter = uses;
  }

  /** Makes its key known: a {@code RegistrationResponseJSON} for the options of a service. */
  public ObjectNode register(JsonNode options) {
    ObjectNode json = credential();
    ObjectNode response = json.putObject("response");
    response.put("clientDataJSON", base64(client("webauthn.create", options)));
    response.put("attestationObject", base64(attestation()));
    response.putArray("transports").add("internal");
    return json;
  }

  /** Uses its key: an {@code AuthenticationResponseJSON} for the options of a service. */
  public ObjectNode sign(JsonNode options) {
    counter++;
    byte[] client = client("webauthn.get", options);
    byte[] data = data(flags, new byte[0]);
    ObjectNode json = credential();
    ObjectNode response = json.putObject("response");
    response.put("clientDataJSON", base64(client));
    response.put("authenticatorData", base64(data));
    response.put("signature", base64(signature(concat(data, digest(client)))));
    return json;
  }

  private ObjectNode credential() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", base64(id)).put("rawId", base64(id)).put("type", "public-key");
    json.putObject("clientExtensionResults");
    return json;
  }

  private byte[] client(String type, JsonNode options) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("challenge", options.path("challenge").asText())
        .put("origin", origin)
        .put("crossOrigin", false)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] data(int withFlags, byte[] attested) {
    ByteBuffer data = ByteBuffer.allocate(37 + attested.length);
    data.put(digest(domain.getBytes(StandardCharsets.UTF_8)));
    data.put((byte) withFlags).putInt(counter).put(attested);
    return data.array();
  }

  private byte[] attestation() {
    byte[] key = key();
    ByteBuffer attested = ByteBuffer.allocate(18 + id.length + key.length);
    attested.put(new byte[16]).putShort((short) id.length).put(id).put(key);
    byte[] data = data(flags | ATTESTED, attested.array());
    ByteArrayOutputStream cbor = new ByteArrayOutputStream();
    cbor.write(0xa3);
    text(cbor, "fmt");
    text(cbor, "none");
    text(cbor, "attStmt");
    cbor.write(0xa0);
    text(cbor, "authData");
    cbor.write(0x59);
    cbor.write(data.length >> 8);
    cbor.write(data.length);
    cbor.writeBytes(data);
    return cbor.toByteArray();
  }

  /** The public key as COSE has it: elliptic curve, ES256, P-256, x and y. */
  private byte[] key() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    ByteArrayOutputStream cbor = new ByteArrayOutputStream();
    cbor.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
    cbor.writeBytes(coordinate(key.getW().getAffineX()));
    cbor.writeBytes(new byte[] {0x22, 0x58, 0x20});
    cbor.writeBytes(coordinate(key.getW().getAffineY()));
    return cbor.toByteArray();
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = new byte[COORDINATE_BYTES];
    byte[] signed = number.toByteArray();
    int length = Math.min(signed.length, COORDINATE_BYTES);
    System.arraycopy(signed, signed.length - length, bytes, COORDINATE_BYTES - length, length);
    return bytes;
  }

  private static void text(ByteArrayOutputStream cbor, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    cbor.write(0x60 | bytes.length);
    cbor.writeBytes(bytes);
  }

  private byte[] signature(byte[] message) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(keys.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

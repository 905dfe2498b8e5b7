package app.tiktoktoe.atproto.serviceauth;

import app.tiktoktoe.atproto.crypto.Base64Url;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWT signed with an account's repository key.
 *
 * <p>Parsing proves nothing: the caller resolves the issuer's key, calls {@link #verify}, and
 * compares audience, method and expiry. Immutable and safe for use by several threads.
 *
 * @see <a href="https://atproto.com/specs/xrpc#inter-service-authentication-jwt">Service auth</a>
 */
public final class ServiceToken {
  private static final int MAX_CHARS = 8192;
  private static final Set<String> ALGORITHMS = Set.of("ES256K", "ES256");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String algorithm;
  private final ServiceTokenClaims claims;
  private final byte[] signingInput;
  private final byte[] signature;

  private ServiceToken(
      String algorithm, ServiceTokenClaims claims, byte[] signingInput, byte[] signature) {
    this.algorithm = algorithm;
    this.claims = claims;
    this.signingInput = signingInput;
    this.signature = signature;
  }

  /**
   * Makes a token; times are cut to whole seconds.
   *
   * @param audience a DID, maybe with a service fragment
   * @param lxm the only method it is good for; null for any
   * @param jti a random text that makes it unique
   */
  public static String sign(
      SigningKey key,
      Did issuer,
      String audience,
      @Nullable Nsid lxm,
      Instant issuedAt,
      Instant expiresAt,
      String jti) {
    ObjectNode header =
        JSON.createObjectNode().put("typ", "JWT").put("alg", key.curve().jwtAlgorithm());
    ObjectNode payload = JSON.createObjectNode();
    payload.put("iat", issuedAt.getEpochSecond()).put("iss", issuer.value());
    payload.put("aud", audience).put("exp", expiresAt.getEpochSecond());
    if (lxm != null) {
      payload.put("lxm", lxm.value());
    }
    payload.put("jti", jti);
    String input = part(header) + "." + part(payload);
    return input + "." + Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String part(ObjectNode json) {
    return Base64Url.encode(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token without verifying it.
   *
   * @throws InvalidTokenException if it is not a JWT of this kind: wrong shape, another {@code typ}
   *     (session and DPoP tokens), another {@code alg}, a missing or malformed claim
   */
  public static ServiceToken parse(String token) {
    String[] parts = token.length() > MAX_CHARS ? new String[0] : token.split("\\.", -1);
    if (parts.length != 3) {
      throw new InvalidTokenException("not a compact JWT");
    }
    try {
      JsonNode header = JSON.readTree(Base64Url.decode(parts[0]));
      requireServiceHeader(header);
      return new ServiceToken(
          header.get("alg").textValue(),
          claims(JSON.readTree(Base64Url.decode(parts[1]))),
          (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
          Base64Url.decode(parts[2]));
    } catch (IOException e) {
      throw new InvalidTokenException("a part is not JSON", e);
    } catch (InvalidTokenException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidTokenException("a part or a claim is malformed", e);
    }
  }

  private static void requireServiceHeader(JsonNode header) {
    if (header.has("typ") && !header.get("typ").asText().equalsIgnoreCase("JWT")) {
      throw new InvalidTokenException("typ must be JWT");
    }
    if (!ALGORITHMS.contains(header.path("alg").asText())) {
      throw new InvalidTokenException("alg must be one of ES256K, ES256");
    }
    if (header.has("crit")) {
      throw new InvalidTokenException("crit is not supported");
    }
  }

  private static ServiceTokenClaims claims(JsonNode payload) {
    Instant expiresAt = seconds(payload, "exp");
    String lxm = optionalText(payload, "lxm");
    if (expiresAt == null) {
      throw new InvalidTokenException("exp is missing");
    }
    return new ServiceTokenClaims(
        text(payload, "iss"),
        text(payload, "aud"),
        lxm == null ? null : Nsid.parse(lxm),
        seconds(payload, "iat"),
        expiresAt,
        optionalText(payload, "jti"));
  }

  private static String text(JsonNode payload, String claim) {
    String value = optionalText(payload, claim);
    if (value == null) {
      throw new InvalidTokenException(claim + " is missing");
    }
    return value;
  }

  private static @Nullable String optionalText(JsonNode payload, String claim) {
    JsonNode value = payload.path(claim);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new InvalidTokenException(claim + " must be a string");
    }
    return value.textValue();
  }

  private static @Nullable Instant seconds(JsonNode payload, String claim) {
    JsonNode value = payload.path(claim);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() >>> 40 != 0) {
      throw new InvalidTokenException(claim + " must be whole seconds");
    }
    return Instant.ofEpochSecond(value.longValue());
  }

  /** {@code ES256K} or {@code ES256}. */
  public String algorithm() {
    return algorithm;
  }

  public ServiceTokenClaims claims() {
    return claims;
  }

  /** Whether the key signed it with the algorithm it names; a high S passes. */
  public boolean verify(PublicKey key) {
    return key.curve().jwtAlgorithm().equals(algorithm)
        && key.verifyLenient(signingInput, signature);
  }

  /** Names the issuer, never the token. */
  @Override
  public String toString() {
    return "ServiceToken[" + claims.issuer() + "]";
  }
}

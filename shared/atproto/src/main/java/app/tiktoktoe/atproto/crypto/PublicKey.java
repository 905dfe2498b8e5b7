package app.tiktoktoe.atproto.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A point on {@link Curve}, with its {@code did:key} and Multikey text forms.
 *
 * <p>Immutable and safe for use by several threads; equal when curve and point are equal.
 *
 * @see <a href="https://atproto.com/specs/cryptography">Cryptography</a>
 */
public final class PublicKey {
  /** Length of a compact signature. */
  public static final int SIGNATURE_BYTES = 64;

  private static final String DID_KEY = "did:key:";
  private static final int COMPRESSED_BYTES = 33;
  private static final int UNCOMPRESSED_BYTES = 65;

  private final Curve curve;
  private final byte[] compressed;
  private final ECPublicKeyParameters parameters;

  private PublicKey(Curve curve, ECPoint point) {
    this.curve = curve;
    this.parameters = new ECPublicKeyParameters(point, CurveParameters.of(curve).domain());
    this.compressed = parameters.getQ().getEncoded(true);
  }

  static PublicKey ofPoint(Curve curve, ECPoint point) {
    return new PublicKey(curve, point);
  }

  /**
   * A key from a SEC 1 point, compressed (33 bytes) or uncompressed (65 bytes).
   *
   * @throws IllegalArgumentException if it has another length or is not on the curve
   */
  public static PublicKey ofBytes(Curve curve, byte[] point) {
    boolean compressed = point.length == COMPRESSED_BYTES && (point[0] == 2 || point[0] == 3);
    boolean uncompressed = point.length == UNCOMPRESSED_BYTES && point[0] == 4;
    if (!compressed && !uncompressed) {
      throw new IllegalArgumentException("not a point of " + curve);
    }
    return new PublicKey(curve, CurveParameters.of(curve).decodePoint(point));
  }

  /**
   * Reads {@code did:key:z…}.
   *
   * @throws IllegalArgumentException if it is not a k256 or P-256 key in that form
   */
  public static PublicKey parseDidKey(String didKey) {
    if (!didKey.startsWith(DID_KEY)) {
      throw new IllegalArgumentException("a did:key starts with " + DID_KEY);
    }
    return parseMultikey(didKey.substring(DID_KEY.length()));
  }

  /**
   * Reads the {@code publicKeyMultibase} of a {@code Multikey}: {@code z}, base58 of multicodec and
   * compressed point.
   *
   * @throws IllegalArgumentException if it is not a k256 or P-256 key in that form
   */
  public static PublicKey parseMultikey(String multikey) {
    byte[] bytes = multibase(multikey);
    for (Curve curve : Curve.values()) {
      byte[] codec = CurveParameters.of(curve).multicodec();
      if (bytes.length == codec.length + COMPRESSED_BYTES
          && Arrays.equals(bytes, 0, codec.length, codec, 0, codec.length)) {
        return ofBytes(curve, Arrays.copyOfRange(bytes, codec.length, bytes.length));
      }
    }
    throw new IllegalArgumentException("not a compressed k256 or P-256 multikey");
  }

  /**
   * Reads the {@code publicKeyMultibase} of the older verification methods, which carry the point
   * without a multicodec and mostly uncompressed.
   *
   * @throws IllegalArgumentException if it is not a point of the curve
   */
  public static PublicKey parseLegacyMultibase(Curve curve, String multibase) {
    return ofBytes(curve, multibase(multibase));
  }

  private static byte[] multibase(String text) {
    if (!text.startsWith("z")) {
      throw new IllegalArgumentException("a base58btc multibase starts with z");
    }
    return Base58.decode(text.substring(1));
  }

  public Curve curve() {
    return curve;
  }

  public String didKey() {
    return DID_KEY + multikey();
  }

  /** The Multikey text, {@code z…}; the {@code did:key} without its prefix. */
  public String multikey() {
    byte[] codec = CurveParameters.of(curve).multicodec();
    byte[] bytes = Arrays.copyOf(codec, codec.length + COMPRESSED_BYTES);
    System.arraycopy(compressed, 0, bytes, codec.length, COMPRESSED_BYTES);
    return "z" + Base58.encode(bytes);
  }

  /** The 33-byte compressed point. */
  public byte[] compressed() {
    return compressed.clone();
  }

  /** The 65-byte uncompressed point. */
  public byte[] uncompressed() {
    return parameters.getQ().getEncoded(false);
  }

  /**
   * Whether the signature is over the SHA-256 of the message, 64 bytes r‖s with low S. High-S, DER
   * and any other length are refused, as commits and PLC operations require.
   */
  public boolean verify(byte[] message, byte[] signature) {
    return verifies(message, signature, false);
  }

  /** As {@link #verify}, but a high S passes too: JWT libraries do not normalise it. */
  public boolean verifyLenient(byte[] message, byte[] signature) {
    return verifies(message, signature, true);
  }

  private boolean verifies(byte[] message, byte[] signature, boolean allowHighS) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    BigInteger r = new BigInteger(1, signature, 0, 32);
    BigInteger s = new BigInteger(1, signature, 32, 32);
    if (!allowHighS && !CurveParameters.of(curve).isLowS(s)) {
      return false;
    }
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, parameters);
    return signer.verifySignature(Sha256.digest(message), r, s);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key
        && curve == key.curve
        && Arrays.equals(compressed, key.compressed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(compressed);
  }

  @Override
  public String toString() {
    return didKey();
  }
}

package app.tiktoktoe.atproto.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * A private key that signs commits, PLC operations and tokens.
 *
 * <p>Signatures are deterministic (RFC 6979), low-S, 64 bytes r‖s. Immutable and safe for use by
 * several threads. {@link #toString} shows the public half only.
 */
public final class SigningKey {
  /** Length of the secret scalar. */
  public static final int SECRET_BYTES = 32;

  private final Curve curve;
  private final BigInteger secret;
  private final PublicKey publicKey;

  private SigningKey(Curve curve, BigInteger secret) {
    this.curve = curve;
    this.secret = secret;
    CurveParameters parameters = CurveParameters.of(curve);
    this.publicKey =
        PublicKey.ofPoint(
            curve, new FixedPointCombMultiplier().multiply(parameters.domain().getG(), secret));
  }

  /** A new key from a cryptographic source. */
  public static SigningKey generate(Curve curve, SecureRandom random) {
    byte[] candidate = new byte[SECRET_BYTES];
    while (true) {
      random.nextBytes(candidate);
      BigInteger secret = new BigInteger(1, candidate);
      if (inRange(curve, secret)) {
        return new SigningKey(curve, secret);
      }
    }
  }

  /**
   * A key from its big-endian secret.
   *
   * @throws IllegalArgumentException if it is not 32 bytes or not between 1 and the group order
   */
  public static SigningKey fromBytes(Curve curve, byte[] secret32) {
    if (secret32.length != SECRET_BYTES) {
      throw new IllegalArgumentException("a secret has " + SECRET_BYTES + " bytes");
    }
    BigInteger secret = new BigInteger(1, secret32);
    if (!inRange(curve, secret)) {
      throw new IllegalArgumentException("secret is outside the group order of " + curve);
    }
    return new SigningKey(curve, secret);
  }

  private static boolean inRange(Curve curve, BigInteger secret) {
    return secret.signum() > 0 && secret.compareTo(CurveParameters.of(curve).order()) < 0;
  }

  /** Signs the SHA-256 of the message. */
  public byte[] sign(byte[] message) {
    CurveParameters parameters = CurveParameters.of(curve);
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, parameters.domain()));
    BigInteger[] signature = signer.generateSignature(Sha256.digest(message));
    BigInteger s = signature[1];
    if (!parameters.isLowS(s)) {
      s = parameters.order().subtract(s);
    }
    byte[] compact = new byte[PublicKey.SIGNATURE_BYTES];
    BigIntegers.asUnsignedByteArray(signature[0], compact, 0, 32);
    BigIntegers.asUnsignedByteArray(s, compact, 32, 32);
    return compact;
  }

  public Curve curve() {
    return curve;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  /** The 32-byte secret, big-endian. The caller keeps it out of logs and clears it after use. */
  public byte[] secretBytes() {
    return BigIntegers.asUnsignedByteArray(SECRET_BYTES, secret);
  }

  @Override
  public String toString() {
    return "SigningKey[" + publicKey.didKey() + "]";
  }
}

package app.tiktoktoe.atproto.crypto;

/**
 * The two elliptic curves of the protocol: secp256k1 (called k256) and NIST P-256.
 *
 * @see <a href="https://atproto.com/specs/cryptography">Cryptography</a>
 */
public enum Curve {
  K256("ES256K"),
  P256("ES256");

  private final String jwtAlgorithm;

  Curve(String jwtAlgorithm) {
    this.jwtAlgorithm = jwtAlgorithm;
  }

  /** The {@code alg} of a JWT signed on this curve: {@code ES256K} or {@code ES256}. */
  public String jwtAlgorithm() {
    return jwtAlgorithm;
  }
}

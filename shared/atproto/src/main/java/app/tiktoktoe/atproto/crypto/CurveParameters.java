package app.tiktoktoe.atproto.crypto;

import java.math.BigInteger;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The arithmetic of one {@link Curve} and the multicodec varint that names it. */
final class CurveParameters {
  private static final CurveParameters K256 = new CurveParameters("secp256k1", 0xe7, 0x01);
  private static final CurveParameters P256 = new CurveParameters("secp256r1", 0x80, 0x24);

  private final ECDomainParameters domain;
  private final BigInteger halfOrder;
  private final byte[] multicodec;

  private CurveParameters(String name, int codecByte0, int codecByte1) {
    this.domain = new ECDomainParameters(CustomNamedCurves.getByName(name));
    this.halfOrder = domain.getN().shiftRight(1);
    this.multicodec = new byte[] {(byte) codecByte0, (byte) codecByte1};
  }

  static CurveParameters of(Curve curve) {
    return switch (curve) {
      case K256 -> K256;
      case P256 -> P256;
    };
  }

  ECDomainParameters domain() {
    return domain;
  }

  BigInteger order() {
    return domain.getN();
  }

  ECPoint decodePoint(byte[] point) {
    return domain.getCurve().decodePoint(point);
  }

  byte[] multicodec() {
    return multicodec.clone();
  }

  boolean isLowS(BigInteger s) {
    return s.compareTo(halfOrder) <= 0;
  }
}

package app.tiktoktoe.atproto.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, the only hash of the protocol. */
public final class Sha256 {
  private Sha256() {}

  /** The 32-byte digest of the bytes. */
  public static byte[] digest(byte[] bytes) {
    return newDigest().digest(bytes);
  }

  /** A fresh digest for callers that hash many inputs; not safe for use by several threads. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

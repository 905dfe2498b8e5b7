package app.tiktoktoe.atproto.mst;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a key of the tree looks like, and the layer its hash puts it on. */
final class MstKey {
  static final int MAX_BYTES = 1024;

  private MstKey() {}

  /** Whether the key is {@code collection/rkey} in the allowed ASCII characters. */
  static boolean isValid(String key) {
    int slash = key.indexOf('/');
    if (key.length() > MAX_BYTES || slash < 1 || slash == key.length() - 1) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (i != slash && !isAllowed(key.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_~-:.".indexOf(c) >= 0;
  }

  /** Leading zero bits of the SHA-256, in pairs. */
  static int height(String key, MessageDigest sha256) {
    int zeroBits = 0;
    for (byte b : sha256.digest(key.getBytes(StandardCharsets.UTF_8))) {
      if (b != 0) {
        return (zeroBits + Integer.numberOfLeadingZeros(b & 0xff) - 24) / 2;
      }
      zeroBits += 8;
    }
    return zeroBits / 2;
  }

  static int commonPrefix(String left, String right) {
    int limit = Math.min(left.length(), right.length());
    int length = 0;
    while (length < limit && left.charAt(length) == right.charAt(length)) {
      length++;
    }
    return length;
  }
}

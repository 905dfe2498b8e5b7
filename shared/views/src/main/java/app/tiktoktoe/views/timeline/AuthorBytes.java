package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The author of a timeline entry in few bytes. */
final class AuthorBytes {
  private static final String PREFIX = "did:plc:";
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int PLC_CHARACTERS = 24;
  private static final int PLC_BYTES = 15;
  private static final int HASH_BYTES = 16;

  private AuthorBytes() {}

  /** The 120 bits of a {@code did:plc}; null for another DID. */
  static byte @Nullable [] ofPlc(Did did) {
    String id = did.methodSpecificId();
    if (!did.method().equals("plc") || id.length() != PLC_CHARACTERS) {
      return null;
    }
    byte[] bytes = new byte[PLC_BYTES];
    for (int i = 0; i < PLC_CHARACTERS; i++) {
      int value = ALPHABET.indexOf(id.charAt(i));
      if (value < 0) {
        return null;
      }
      for (int bit = 0; bit < 5; bit++) {
        int at = i * 5 + bit;
        bytes[at / 8] |= (byte) (((value >> (4 - bit)) & 1) << (7 - at % 8));
      }
    }
    return bytes;
  }

  static Did plc(byte[] bytes) {
    StringBuilder did = new StringBuilder(PREFIX);
    for (int i = 0; i < PLC_CHARACTERS; i++) {
      int value = 0;
      for (int bit = 0; bit < 5; bit++) {
        int at = i * 5 + bit;
        value = (value << 1) | ((bytes[at / 8] >> (7 - at % 8)) & 1);
      }
      did.append(ALPHABET.charAt(value));
    }
    return Did.parse(did.toString());
  }

  static byte[] hash(Did did) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(did.value().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package app.tiktoktoe.atproto.crypto;

import java.util.Base64;

/** base64url in its only canonical form: no padding, no line breaks, unused bits zero. */
public final class Base64Url {
  private Base64Url() {}

  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Decodes text.
   *
   * @throws IllegalArgumentException if another text would decode to the same bytes
   */
  public static byte[] decode(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("not canonical base64url");
    }
    return bytes;
  }
}

package app.tiktoktoe.oauth;

import app.tiktoktoe.atproto.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Digests in the form that OAuth gives them. Stateless. */
public final class Digests {
  private Digests() {}

  /** The SHA-256 of a text in base64url: 43 characters. */
  public static String sha256(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}

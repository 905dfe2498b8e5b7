package app.tiktoktoe.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * The proof that who exchanges a code is who asked for it, by method {@code S256} alone. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7636">RFC 7636</a>
 */
public final class Pkce {
  /** The one method. */
  public static final String METHOD = "S256";

  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private Pkce() {}

  /** Whether it can be a challenge. */
  public static boolean isChallenge(String text) {
    return CHALLENGE.matcher(text).matches();
  }

  /** Whether {@code verifier} is what {@code challenge} was made of. */
  public static boolean matches(String challenge, String verifier) {
    return VERIFIER.matcher(verifier).matches()
        && MessageDigest.isEqual(
            challenge.getBytes(StandardCharsets.US_ASCII),
            Digests.sha256(verifier).getBytes(StandardCharsets.US_ASCII));
  }
}

package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.xrpc.Call;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tells one browser from another by a random cookie, which each form repeats: a form that another
 * site sends has no way to know it. Thread-safe.
 */
final class Browser {
  /** The field that repeats the cookie. */
  static final String FIELD = "csrf";

  private static final String COOKIE = "__Host-oauth";
  private static final int RANDOM_BYTES = 32;
  private static final String VALUE = "[A-Za-z0-9_-]{43}";

  private final URI origin;
  private final RandomGenerator random;

  Browser(URI origin, RandomGenerator random) {
    this.origin = origin;
    this.random = random;
  }

  /** The browser's name, a new one where it has none. */
  String nameOf(Call call) {
    return cookie(call).orElseGet(this::fresh);
  }

  private String fresh() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The header that gives a browser its name. */
  static String setCookie(String name) {
    return COOKIE + "=" + name + "; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax";
  }

  /**
   * The browser that sends a form that we showed to it.
   *
   * @throws OAuthFault for a form of another site, or of another browser
   */
  String require(Call call, Form form) {
    String name = cookie(call).orElseThrow(Browser::foreign);
    boolean same =
        MessageDigest.isEqual(
            name.getBytes(StandardCharsets.US_ASCII),
            form.find(FIELD).orElse("").getBytes(StandardCharsets.UTF_8));
    boolean ownSite = call.header("Origin").filter(at -> !at.equals(origin.toString())).isEmpty();
    boolean ownPage =
        call.header("Sec-Fetch-Site").filter(site -> !site.equals("same-origin")).isEmpty();
    if (!same || !ownSite || !ownPage) {
      throw foreign();
    }
    return name;
  }

  private static OAuthFault foreign() {
    return OAuthFault.request("This form was not opened here, or cookies are off. Start again.");
  }

  private static Optional<String> cookie(Call call) {
    return Arrays.stream(call.header("Cookie").orElse("").split(";", -1))
        .map(String::strip)
        .filter(pair -> pair.startsWith(COOKIE + "="))
        .map(pair -> pair.substring(COOKIE.length() + 1))
        .filter(value -> value.matches(VALUE))
        .findFirst();
  }
}

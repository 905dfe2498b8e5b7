package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An e-mail address, in lower case: something, an at sign and a domain with a dot, at most 254
 * characters. Whether it exists shows when a message arrives there.
 */
public record EmailAddress(String value) {
  private static final int MAX_CHARS = 254;
  private static final Pattern FORM = Pattern.compile("[^\\s@]+@[^\\s@.]+(\\.[^\\s@.]+)+");

  /** Checks the form and lowers the case. */
  public EmailAddress {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an e-mail address");
    }
    value = value.toLowerCase(Locale.ROOT);
  }

  /** Whether {@code text} has the form of an address. */
  public static boolean isValid(String text) {
    return text.length() <= MAX_CHARS && FORM.matcher(text).matches();
  }

  /** The id of the document that makes the address unique: 64 hexadecimal digits. */
  String hash() {
    return HexFormat.of().formatHex(Sha256.digest(value.getBytes(StandardCharsets.UTF_8)));
  }

  /** The address itself, for its owner. */
  @Override
  public String toString() {
    return "EmailAddress[hidden]";
  }
}

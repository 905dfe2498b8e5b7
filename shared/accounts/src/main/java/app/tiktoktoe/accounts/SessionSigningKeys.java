package app.tiktoktoe.accounts;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link AccountSecrets#SESSION_SIGNING_KEY} holds: a private RSA JWK, and as its member
 * {@code next} another one.
 *
 * @param current signs
 * @param next will sign after the next rotation, so that every verifier knows it long before;
 *     absent where no rotation was prepared
 */
public record SessionSigningKeys(RSAKey current, Optional<RSAKey> next) {
  private static final String NEXT = "next";

  /** Checks that both are private. */
  public SessionSigningKeys {
    if (!current.isPrivate() || next.filter(key -> !key.isPrivate()).isPresent()) {
      throw new IllegalArgumentException("a signing key is private");
    }
  }

  /**
   * Reads a secret's text.
   *
   * @throws IllegalArgumentException when it is no private RSA JWK; says nothing of what it is
   */
  public static SessionSigningKeys parse(String text) {
    try {
      Map<String, Object> json = JSONObjectUtils.parse(text);
      Map<String, Object> next = JSONObjectUtils.getJSONObject(json, NEXT);
      json.remove(NEXT);
      return new SessionSigningKeys(
          RSAKey.parse(json), next == null ? Optional.empty() : Optional.of(RSAKey.parse(next)));
    } catch (ParseException _) {
      throw new IllegalArgumentException(AccountSecrets.SESSION_SIGNING_KEY + " is not an RSA JWK");
    }
  }

  /** The secret's text. */
  public String text() {
    Map<String, Object> json = current.toJSONObject();
    next.ifPresent(key -> json.put(NEXT, key.toJSONObject()));
    return JSONObjectUtils.toJSONString(json);
  }

  /** The current key and, where there is one, the next. */
  public List<JWK> all() {
    return Stream.<JWK>concat(Stream.of(current), next.stream()).toList();
  }

  /** Shows no key. */
  @Override
  public String toString() {
    return "SessionSigningKeys[" + current.getKeyID() + "]";
  }
}

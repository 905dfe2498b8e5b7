package app.tiktoktoe.accounts;

import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The {@code jti} of a session token, {@code family.id}: the family is one sign-in, the id one
 * token of it. Each part is 16 random bytes in base64url.
 */
record TokenId(String family, String id) {
  private static final int RANDOM_BYTES = 16;
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{22}");

  TokenId {
    if (!PART.matcher(family).matches() || !PART.matcher(id).matches()) {
      throw new IllegalArgumentException("not a token id");
    }
  }

  /** Reads the {@code jti}; empty when it is not of this form. */
  static Optional<TokenId> parse(String jti) {
    int dot = jti.indexOf('.');
    if (dot < 0
        || !PART.matcher(jti.substring(0, dot)).matches()
        || !PART.matcher(jti.substring(dot + 1)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new TokenId(jti.substring(0, dot), jti.substring(dot + 1)));
  }

  static TokenId newFamily(RandomGenerator random) {
    return new TokenId(randomPart(random), randomPart(random));
  }

  /** Another token of the same family. */
  TokenId sibling(RandomGenerator random) {
    return new TokenId(family, randomPart(random));
  }

  TokenId withId(String other) {
    return new TokenId(family, other);
  }

  private static String randomPart(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return family + "." + id;
  }
}

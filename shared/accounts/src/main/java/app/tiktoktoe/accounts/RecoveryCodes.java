package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Codes for the day when the other factors are lost, {@code abcd-efgh-ijkl-mnop}: 80 random bits,
 * so that a plain digest keeps them. Stateless.
 */
final class RecoveryCodes {
  static final int COUNT = 10;

  private static final int RANDOM_BYTES = 10;
  private static final int GROUP_CHARS = 4;
  private static final int CHARS = 16;

  private RecoveryCodes() {}

  static List<String> make(RandomGenerator random) {
    return IntStream.range(0, COUNT).mapToObj(i -> makeOne(random)).toList();
  }

  private static String makeOne(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    StringBuilder code = new StringBuilder(Base32.encode(bytes));
    for (int at = CHARS - GROUP_CHARS; at > 0; at -= GROUP_CHARS) {
      code.insert(at, '-');
    }
    return code.toString();
  }

  /** What is kept of a code that somebody typed; empty when it has another form. */
  static Optional<String> digest(Did did, String typed) {
    String plain = typed.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
    if (!plain.matches("[a-z2-7]{" + CHARS + "}")) {
      return Optional.empty();
    }
    byte[] bytes = (did.value() + "\n" + plain).getBytes(StandardCharsets.UTF_8);
    return Optional.of(HexFormat.of().formatHex(Sha256.digest(bytes)));
  }

  static List<String> digests(Did did, List<String> codes) {
    return codes.stream().map(code -> digest(did, code).orElseThrow()).toList();
  }
}

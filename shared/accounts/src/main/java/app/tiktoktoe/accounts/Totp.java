package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Base32;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes of the half minute, by RFC 6238 with SHA-1 and six digits. Stateless. */
final class Totp {
  static final Duration STEP = Duration.ofSeconds(30);

  private static final String ALGORITHM = "HmacSHA1";
  private static final int SECRET_BYTES = 20;
  private static final int MODULUS = 1_000_000;
  private static final int WINDOW_STEPS = 1;

  private Totp() {}

  static byte[] newSecret(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return secret;
  }

  static long step(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), STEP.toSeconds());
  }

  static String code(byte[] secret, long step) {
    byte[] mac = mac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = mac[mac.length - 1] & 0xf;
    int number = ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
    return "%06d".formatted(number % MODULUS);
  }

  private static byte[] mac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM, e);
    }
  }

  /**
   * The step that {@code code} belongs to: this one, the one before or the one after, where it is
   * later than {@code lastStep}, the last that was used.
   */
  static OptionalLong match(byte[] secret, String code, Instant now, long lastStep) {
    long current = step(now);
    long matched = Long.MIN_VALUE;
    for (long step = current - WINDOW_STEPS; step <= current + WINDOW_STEPS; step++) {
      if (isSame(code(secret, step), code) && step > lastStep) {
        matched = Math.max(matched, step);
      }
    }
    return matched == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(matched);
  }

  private static boolean isSame(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.UTF_8));
  }

  /** The secret as people type it into an app. */
  static String text(byte[] secret) {
    return Base32.encode(secret).toUpperCase(Locale.ROOT);
  }

  /** The address that apps read from a QR code. */
  static String uri(byte[] secret, String service, String name) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d"
        .formatted(encode(service), encode(name), text(secret), encode(service), STEP.toSeconds());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package app.tiktoktoe.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces for proofs that every instance can check and none has to keep: a code of the minute, made
 * with a key that all of them read. A nonce is good in its own minute and in the one before and
 * after it. Thread-safe.
 */
public final class DpopNonces {
  /** How long a nonce is good at most. */
  public static final Duration LIFETIME = Duration.ofMinutes(3);

  private static final long STEP_S = 60;
  private static final int CODE_BYTES = 18;
  private static final String ALGORITHM = "HmacSHA256";

  private final Supplier<List<byte[]>> keys;
  private final InstantSource clock;

  /**
   * With the given keys.
   *
   * @param keys the first makes nonces; those of all of them are good
   */
  public DpopNonces(Supplier<List<byte[]>> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The nonce of this minute. */
  public String current() {
    return nonce(keys.get().getFirst(), minute());
  }

  /** Whether a nonce is ours and still good. */
  public boolean accepts(String nonce) {
    long now = minute();
    byte[] given = nonce.getBytes(StandardCharsets.UTF_8);
    return keys.get().stream()
        .flatMap(key -> LongStream.rangeClosed(now - 1, now + 1).mapToObj(at -> nonce(key, at)))
        .map(good -> good.getBytes(StandardCharsets.UTF_8))
        .anyMatch(good -> MessageDigest.isEqual(good, given));
  }

  private long minute() {
    return Math.floorDiv(clock.instant().getEpochSecond(), STEP_S);
  }

  private static String nonce(byte[] key, long minute) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] code = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(minute).array());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(code, CODE_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
    }
  }
}

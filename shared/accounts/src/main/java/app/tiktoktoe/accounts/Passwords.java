package app.tiktoktoe.accounts;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with bcrypt. At most a given number of hashes run at once, so that
 * sign-ins leave the processor to everybody else; the others wait in order of arrival, for a
 * bounded time. Thread-safe.
 */
public final class Passwords {
  /** The longest password, in UTF-8 bytes: bcrypt ignores what follows. */
  public static final int MAX_BYTES = 72;

  /** The shortest password, in characters. */
  public static final int MIN_CHARS = 6;

  private static final int COST = 12;
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2B;

  private final Semaphore slots;
  private final Duration maxWait;
  private final int cost;
  private final SecureRandom random;
  private final String nobody;

  /** As many hashes at once as there are processors, and waits of at most 5 s. */
  public Passwords(SecureRandom random) {
    this(Runtime.getRuntime().availableProcessors(), MAX_WAIT, COST, random);
  }

  Passwords(int slots, Duration maxWait, int cost, SecureRandom random) {
    this.slots = new Semaphore(slots, true);
    this.maxWait = maxWait;
    this.cost = cost;
    this.random = random;
    this.nobody = hashOfNobody(cost);
  }

  /** What came of waiting for a slot. */
  public sealed interface Outcome<T> {
    /** The answer. */
    record Done<T>(T value) implements Outcome<T> {}

    /** Too many others are waiting. */
    record Busy<T>() implements Outcome<T> {}
  }

  /** Whether a password may be chosen. */
  public static boolean isAcceptable(String password) {
    return password.length() >= MIN_CHARS && bytes(password).length <= MAX_BYTES;
  }

  /**
   * Hashes a password, in about a quarter of a second.
   *
   * @throws IllegalArgumentException when it is not {@linkplain #isAcceptable acceptable}
   */
  public Outcome<String> hash(String password) {
    if (!isAcceptable(password)) {
      throw new IllegalArgumentException("the password is too short or too long");
    }
    return withSlot(
        () ->
            BCrypt.with(VERSION, random, LongPasswordStrategies.none())
                .hashToString(cost, password.toCharArray()));
  }

  /**
   * Whether {@code password} is the one that was hashed. Without a hash the answer is no, after the
   * same time.
   */
  public Outcome<Boolean> matches(String password, Optional<String> hash) {
    String checked = bytes(password).length <= MAX_BYTES ? password : "";
    return withSlot(
        () ->
            BCrypt.verifyer(VERSION, LongPasswordStrategies.none())
                    .verify(checked.toCharArray(), hash.orElse(nobody).toCharArray())
                    .verified
                && hash.isPresent()
                && !checked.isEmpty());
  }

  private <T> Outcome<T> withSlot(Supplier<T> work) {
    try {
      if (!slots.tryAcquire(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Busy<>();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Busy<>();
    }
    try {
      return new Outcome.Done<>(work.get());
    } finally {
      slots.release();
    }
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** A well-formed hash of the same cost that no password has: its digest is all zero bits. */
  private static String hashOfNobody(int cost) {
    return "$2b$%02d$".formatted(cost) + ".".repeat(53);
  }
}

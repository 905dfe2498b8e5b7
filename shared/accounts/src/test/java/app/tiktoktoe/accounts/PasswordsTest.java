package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final int CHEAP = 4;

  private final Passwords passwords =
      new Passwords(1, Duration.ofSeconds(5), CHEAP, new SecureRandom());

  private static <T> T value(Passwords.Outcome<T> outcome) {
    return switch (outcome) {
      case Passwords.Outcome.Done<T>(T value) -> value;
      case Passwords.Outcome.Busy<T>() -> throw new AssertionError("busy");
    };
  }

  private boolean matches(String password, String hash) {
    return value(passwords.matches(password, Optional.of(hash)));
  }

  @Test
  void aPasswordMatchesItsOwnHashOnly() {
    String hash = value(passwords.hash("correct horse"));
    assertTrue(matches("correct horse", hash));
    assertFalse(matches("correct horsf", hash));
    assertFalse(matches("", hash));
  }

  @Test
  void theProductHashesAtCost12() {
    assertTrue(value(new Passwords(new SecureRandom()).hash("password")).startsWith("$2b$12$"));
  }

  @Test
  void seventyTwoBytesCountToTheLast() {
    String longest = "é".repeat(36);
    assertTrue(Passwords.isAcceptable(longest));
    String hash = value(passwords.hash(longest));
    assertTrue(matches(longest, hash));
    assertFalse(matches("é".repeat(35) + "ee", hash));
  }

  @Test
  void whatBcryptWouldCutIsRefusedAndMatchesNothing() {
    String tooLong = "x".repeat(73);
    assertFalse(Passwords.isAcceptable(tooLong));
    assertThrows(IllegalArgumentException.class, () -> passwords.hash(tooLong));
    assertFalse(matches(tooLong, value(passwords.hash("x".repeat(72)))));
  }

  @Test
  void aShortPasswordIsRefused() {
    assertFalse(Passwords.isAcceptable("12345"));
    assertTrue(Passwords.isAcceptable("123456"));
  }

  @Test
  void nobodyHasNoPassword() {
    assertFalse(value(passwords.matches("", Optional.empty())));
    assertFalse(value(passwords.matches("password", Optional.empty())));
  }

  @Test
  void whoeverWaitsTooLongIsSentAway() {
    Passwords closed = new Passwords(0, Duration.ofMillis(1), CHEAP, new SecureRandom());
    assertInstanceOf(Passwords.Outcome.Busy.class, closed.hash("password"));
    assertEquals(
        new Passwords.Outcome.Busy<Boolean>(), closed.matches("password", Optional.empty()));
  }
}

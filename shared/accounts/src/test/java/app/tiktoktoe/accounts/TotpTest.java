package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
  private static final long NEVER = Long.MIN_VALUE;

  /**
   * Appendix B of RFC 6238, SHA-1; its codes have eight digits, of which these are the last six.
   */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void theVectorsOfTheStandard(long second, String code) {
    assertEquals(code, Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second))));
  }

  private static OptionalLong match(String code, long second, long lastStep) {
    return Totp.match(SECRET, code, Instant.ofEpochSecond(second), lastStep);
  }

  /** The code of step 1, which is seconds 30 to 59, one step early and one late. */
  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "29, true", "30, true", "59, true", "89, true", "90, false"})
  void aCodeIsGoodOneStepAround(long second, boolean good) {
    assertEquals(good, match("287082", second, NEVER).isPresent());
  }

  @Test
  void aStepIsUsedOnce() {
    assertEquals(OptionalLong.of(1), match("287082", 59, 0));
    assertTrue(match("287082", 59, 1).isEmpty());
    assertTrue(match("287082", 59, 2).isEmpty());
  }

  @Test
  void anAppReadsTheAddress() {
    assertEquals(
        "otpauth://totp/tiktoktoe.test:alice.tiktoktoe.test"
            + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=tiktoktoe.test"
            + "&algorithm=SHA1&digits=6&period=30",
        Totp.uri(SECRET, "tiktoktoe.test", "alice.tiktoktoe.test"));
  }
}

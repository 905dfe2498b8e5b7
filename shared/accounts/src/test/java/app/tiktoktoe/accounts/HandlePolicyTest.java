package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Refusal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlePolicyTest {
  private final HandlePolicy policy = new HandlePolicy(List.of(".tiktoktoe.test"));
  private final HandlePolicy real = new HandlePolicy(List.of(".tiktoktoe.com"));

  private static String error(Optional<Refusal> refusal) {
    return refusal.map(Refusal::error).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob", "a-lice", "user123", "abc", "abcdefghijklmnopqr"})
  void anOrdinaryNameMayBeChosen(String label) {
    assertEquals("", error(policy.check(Handle.parse(label + ".tiktoktoe.test"))));
  }

  @ParameterizedTest
  @CsvSource({
    "ab, InvalidHandle",
    "abcdefghijklmnopqrs, InvalidHandle",
    "a.lice, InvalidHandle",
    "xn--80ak6aa92e, InvalidHandle",
    "admin, HandleNotAvailable",
    "atp, HandleNotAvailable",
    "ADMIN, HandleNotAvailable",
    "adm1n, HandleNotAvailable",
    "admln, HandleNotAvailable",
    "ad-min, HandleNotAvailable",
    "adrnin, HandleNotAvailable",
    "supp0rt, HandleNotAvailable",
    "5upport, HandleNotAvailable",
    "tikt0kt0e, HandleNotAvailable",
    "tik-tok-toe, HandleNotAvailable",
    "he1p, HandleNotAvailable"
  })
  void whatIsReservedOrLooksLikeItMayNot(String label, String error) {
    assertEquals(error, error(policy.check(Handle.parse(label + ".tiktoktoe.test"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.local",
        "a.arpa",
        "a.invalid",
        "a.localhost",
        "a.internal",
        "a.example",
        "a.alt",
        "a.onion",
        "a.test"
      })
  void aDomainThatNobodyOwnsMayNotBeAHandle(String handle) {
    assertEquals("InvalidHandle", error(real.checkForeign(Handle.parse(handle))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice.example.com", "a.co", "xn--mnchen-3ya.de"})
  void aDomainOfTheirOwnMay(String handle) {
    assertEquals("", error(real.checkForeign(Handle.parse(handle))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice.other.test"})
  void testDomainsAreForDevelopment(String handle) {
    assertEquals("", error(policy.checkForeign(Handle.parse(handle))));
  }
}

package app.tiktoktoe.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdentifierFuzzTest {
  @Provide
  Arbitrary<String> almostIdentifiers() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "at://",
            "did:",
            "plc:",
            "web:",
            "com.",
            "example",
            ".",
            "/",
            ":",
            "#",
            "%",
            "a",
            "Z",
            "0",
            "-",
            "x-",
            "en",
            "3jzfcijpj2z2a",
            "2026-01-01",
            "T",
            "12:00:00",
            "\u00e9",
            "\ud800",
            "\u0000",
            " ",
            "oooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooooo");
    return pieces.list().ofMaxSize(9).map(parts -> String.join("", parts));
  }

  @Property
  void refusesOrReadsBackTheSame(@ForAll("almostIdentifiers") String input) {
    check(input, Did::isValid, Did::parse);
    check(input, Handle::isValid, Handle::parse);
    check(input, Nsid::isValid, Nsid::parse);
    check(input, RecordKey::isValid, RecordKey::parse);
    check(input, Tid::isValid, Tid::parse);
    check(input, AtUri::isValid, AtUri::parse);
    check(input, AtIdentifier::isValid, AtIdentifier::parse);
    check(input, LanguageTag::isValid, LanguageTag::parse);
    check(input, AtDatetime::isValid, AtDatetime::parse);
  }

  private static void check(String input, Predicate<String> valid, Function<String, Object> parse) {
    try {
      Object parsed = parse.apply(input);
      assertTrue(valid.test(input));
      assertEquals(parsed, parse.apply(parsed.toString()));
    } catch (InvalidSyntaxException e) {
      assertEquals(false, valid.test(input));
      assertTrue(String.valueOf(e.getMessage()).length() < 120);
    }
  }
}

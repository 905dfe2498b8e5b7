package app.tiktoktoe.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.CidSyntax;
import app.tiktoktoe.atproto.vectors.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SyntaxVectorsTest {
  private static final List<Format> FORMATS =
      List.of(
          Format.of("atidentifier", AtIdentifier::parse, AtIdentifier::isValid),
          Format.of("aturi", AtUri::parse, AtUri::isValid),
          Format.of("did", Did::parse, Did::isValid),
          Format.of("handle", Handle::parse, Handle::isValid),
          Format.of("language", LanguageTag::parse, LanguageTag::isValid),
          Format.of("nsid", Nsid::parse, Nsid::isValid),
          Format.of("recordkey", RecordKey::parse, RecordKey::isValid),
          Format.of("tid", Tid::parse, Tid::isValid),
          new Format("datetime", text -> parseDatetime(text), AtDatetime::isValid),
          new Format("cid", text -> text, CidSyntax::isValid),
          new Format("uri", text -> text, UriSyntax::isValid));

  /**
   * @param spelling what a valid text becomes when it is parsed and printed
   */
  private record Format(String name, Function<String, String> spelling, Predicate<String> valid) {
    static Format of(String name, Function<String, Object> parse, Predicate<String> valid) {
      return new Format(name, text -> parse.apply(text).toString(), valid);
    }

    boolean isParsed() {
      return !name.equals("cid") && !name.equals("uri");
    }
  }

  private static String parseDatetime(String text) {
    AtDatetime.parse(text);
    return text;
  }

  @TestFactory
  Stream<DynamicTest> acceptsEveryValidLine() {
    return FORMATS.stream()
        .flatMap(
            format ->
                Vectors.lines("official/syntax/" + format.name + "_syntax_valid.txt").stream()
                    .map(line -> test(format, line, () -> accepts(format, line))));
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryInvalidLine() {
    return FORMATS.stream()
        .flatMap(
            format ->
                invalidLines(format.name).stream()
                    .map(line -> test(format, line, () -> refuses(format, line))));
  }

  private static List<String> invalidLines(String name) {
    List<String> lines = new ArrayList<>();
    lines.addAll(Vectors.lines("official/syntax/" + name + "_syntax_invalid.txt"));
    if (name.equals("datetime") || name.equals("language")) {
      lines.addAll(Vectors.lines("official/syntax/" + name + "_parse_invalid.txt"));
    }
    return lines;
  }

  private static void accepts(Format format, String line) {
    assertTrue(format.valid.test(line));
    String expected =
        List.of("handle", "atidentifier").contains(format.name) && !line.startsWith("did:")
            ? line.toLowerCase(Locale.ROOT)
            : line;
    assertEquals(expected, format.spelling.apply(line));
  }

  private static void refuses(Format format, String line) {
    assertFalse(format.valid.test(line));
    if (format.isParsed()) {
      InvalidSyntaxException refusal =
          assertThrows(InvalidSyntaxException.class, () -> format.spelling.apply(line));
      assertTrue(String.valueOf(refusal.getMessage()).length() < 120, refusal::getMessage);
    }
  }

  private static DynamicTest test(
      Format format, String line, org.junit.jupiter.api.function.Executable check) {
    String shown = line.length() > 80 ? line.substring(0, 80) + "..." : line;
    return DynamicTest.dynamicTest(format.name + " <" + shown + ">", check);
  }
}

package app.tiktoktoe.media.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebVttTest {
  private static final String CUE = "00:01.000 --> 00:02.500\n";

  private static Optional<WebVtt> parse(String file) {
    return WebVtt.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  private static String textOf(String payload) {
    return parse("WEBVTT\n\n" + CUE + payload)
        .map(file -> file.cues().getFirst().text())
        .orElse("");
  }

  @Test
  void aFileIsServedWithTimesPlacesAndTextAlone() {
    String file =
        """
        \ufeffWEBVTT - by hand
        Kind: captions

        STYLE
        ::cue { background-image: url(https://elsewhere.test/) }

        NOTE by me

        REGION
        id:here

        first
        00:01.000 --> 00:02.500 align:start region:here line:90%,end size:200%
        <v.loud Fred>Hello, <c.red>wor<b>ld</c>
         & you

        1:00:00.000 --> 101:00:00.001
        bad hours

        01:00:00.000 --> 101:00:00.001
        Zwei
        """;
    assertEquals(
        """
        WEBVTT
        X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

        00:00:01.000 --> 00:00:02.500 align:start line:90%,end
        Hello, wor<b>ld
         &amp; you</b>

        01:00:00.000 --> 101:00:00.001
        Zwei
        """,
        parse(file).orElseThrow().toText());
    assertEquals(1, parse(file).orElseThrow().skipped());
    assertEquals(
        parse(file), parse(file.replace("\n", "\r\n")), "the ends of lines make no difference");
    assertEquals(parse(file), parse(file.replace('\n', '\r')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1\n00:00:01,000 --> 00:00:02,000\nSubRip",
        "WEBVTTX\n\n00:01.000 --> 00:02.500\ntext",
        " WEBVTT\n\n00:01.000 --> 00:02.500\ntext",
        "WEBVTT 00:01.000 --> 00:02.500\ntext",
        "WEBVTT",
        "WEBVTT\n\nNOTE nothing else",
        "WEBVTT\n\n00:02.000 --> 00:01.000\nback in time",
        "WEBVTT\n\n00:01.000 --> 00:61.000\nno such second",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<img src=x onerror=alert(1)>",
        "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo",
        "{\"WEBVTT\": 1}"
      })
  void whatHasNoCueIsNone(String file) {
    assertEquals(Optional.empty(), parse(file));
  }

  @Test
  void whatIsNotUtf8IsNone() {
    byte[] file = ("WEBVTT\n\n" + CUE + "?").getBytes(StandardCharsets.UTF_8);
    file[file.length - 1] = (byte) 0xff;
    assertEquals(Optional.empty(), WebVtt.parse(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain                                   | plain",
        "<b>one <i>two</b> three</i>             | <b>one <i>two</i></b> three",
        "<b><b>once</b></b>                      | <b>once</b>",
        "<u class=x onclick=alert(1)>under</u>   | <u>under</u>",
        "<i.red.big>classes</i>                  | <i>classes</i>",
        "<ruby>kanji<rt>kana</rt></ruby>         | <ruby>kanji<rt>kana</rt></ruby>",
        "<rt>alone</rt>                          | alone",
        "<v Fred>said</v> <lang en>this</lang>   | said this",
        "<00:01.500>late <script>x</script>      | late x",
        "<B>not a tag of WebVTT</B>              | not a tag of WebVTT",
        "5 > 4 &amp; 3 &lt; 4 &quot;yes&quot;    | 5 &gt; 4 &amp; 3 &lt; 4 \"yes\"",
        "&amp;lt;script&amp;gt;                  | &amp;lt;script&amp;gt;",
        "&#60;script&#62; &eacute;               | &amp;#60;script&amp;#62; &amp;eacute;",
        "before <img src=x onerror=alert(1)      | before",
      })
  void textKeepsOnlyHarmlessMarkup(String payload, String cleaned) {
    assertEquals(cleaned, textOf(payload).strip());
  }

  @Test
  void aLineThatIsBlankWithoutItsMarkupDoesNotEndTheCue() {
    assertEquals("one\ntwo", textOf("one\n<c></c>\ntwo"));
  }

  @Property(tries = 2000)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] file) {
    WebVtt.parse(file).ifPresent(WebVttTest::assertSafe);
  }

  @Property(tries = 3000)
  void whatIsServedIsSafeAndReadsAsItself(@ForAll("files") String file) {
    parse(file).ifPresent(WebVttTest::assertSafe);
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> parts =
        Arbitraries.oneOf(
            Arbitraries.of(
                "\n",
                "\n\n",
                "\r",
                CUE,
                "00:01.000-->00:09.000",
                "-->",
                "NOTE ",
                "STYLE\n",
                "<b>",
                "</b>",
                "<i",
                ">",
                "<",
                "&",
                "&amp;",
                "&lt;",
                "<v \"x\">",
                "<ruby>",
                "<rt>",
                "</ruby>",
                "<script>alert(1)</script>",
                " align:start",
                " line:1",
                "\u2028",
                "\u0085",
                "\u0000",
                "\ufeff",
                "\ud83d\ude00",
                "word"),
            Arbitraries.strings().ofMaxLength(6));
    return parts.list().ofMaxSize(60).map(list -> "WEBVTT\n\n" + CUE + String.join("", list));
  }

  private static void assertSafe(WebVtt file) {
    String served = file.toText();
    assertEquals(Optional.of(new WebVtt(file.cues(), 0)), parse(served));
    for (Cue cue : file.cues()) {
      String bare = cue.text().replaceAll("</?(?:b|i|u|ruby|rt)>", "");
      assertTrue(bare.indexOf('<') < 0 && bare.indexOf('>') < 0, cue.text());
      assertTrue(bare.replaceAll("&(?:amp|lt|gt);", "").indexOf('&') < 0, cue.text());
      assertEquals(
          List.of(),
          cue.text().lines().filter(String::isEmpty).collect(Collectors.toList()),
          cue.text());
    }
  }
}

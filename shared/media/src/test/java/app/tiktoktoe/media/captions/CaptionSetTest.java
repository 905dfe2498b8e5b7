package app.tiktoktoe.media.captions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import app.tiktoktoe.atproto.syntax.LanguageTag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionSetTest {
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="audio/playlist.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=360x640,CODECS="avc1.640016,mp4a.40.2"
      360p/video.m3u8
      #EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=720x1280
      720p/video.m3u8
      """;
  private static final String VARIANT =
      "#EXTM3U\n#EXTINF:2.000000,\n0.m4s\n#EXTINF:1.266667,\n1.m4s\n#EXT-X-ENDLIST\n";

  private static Caption caption(String language, String text) {
    String file = "WEBVTT\n\n00:00.000 --> 00:01.000\n" + text;
    return new Caption(
        LanguageTag.parse(language),
        WebVtt.parse(file.getBytes(StandardCharsets.UTF_8)).orElseThrow());
  }

  private static String text(CaptionSet set, String name) {
    return new String(set.files().get(name), StandardCharsets.UTF_8);
  }

  @Test
  void theMasterNamesItsVariantsFromAFolderBesideThem() {
    CaptionSet set =
        CaptionSet.of(MASTER, VARIANT, List.of(caption("en", "hello"), caption("pt-BR", "oi")));
    assertEquals(
        List.of("en.vtt", "en.m3u8", "pt-BR.vtt", "pt-BR.m3u8", "playlist.m3u8"),
        List.copyOf(set.files().keySet()));
    assertEquals(
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="../audio/playlist.m3u8"
        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",\
        DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="en.m3u8"
        #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="português (Brasil)",LANGUAGE="pt-BR",\
        DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="pt-BR.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=360x640,CODECS="avc1.640016,mp4a.40.2",\
        SUBTITLES="captions"
        ../360p/video.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=720x1280,SUBTITLES="captions"
        ../720p/video.m3u8
        """,
        text(set, "playlist.m3u8"));
    assertEquals(
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:4
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXTINF:3.267,
        pt-BR.vtt
        #EXT-X-ENDLIST
        """,
        text(set, "pt-BR.m3u8"));
  }

  @Test
  void noNameIsThereTwice() {
    String master =
        text(
            CaptionSet.of(
                MASTER, VARIANT, List.of(caption("x-a", "one"), caption("zh-Hans-x-b", "two"))),
            "playlist.m3u8");
    List<String> names =
        master
            .lines()
            .filter(line -> line.contains("TYPE=SUBTITLES"))
            .map(line -> line.split("\"", -1)[3])
            .toList();
    assertEquals(2, names.stream().distinct().count(), names.toString());
  }

  @Test
  void theHashFollowsFromAllThatIsServed() {
    String hash = CaptionSet.of(MASTER, VARIANT, List.of(caption("en", "hello"))).hash();
    assertEquals(32, hash.length());
    assertEquals(hash, CaptionSet.of(MASTER, VARIANT, List.of(caption("en", "hello"))).hash());
    assertNotEquals(hash, CaptionSet.of(MASTER, VARIANT, List.of(caption("en", "hallo"))).hash());
    assertNotEquals(hash, CaptionSet.of(MASTER, VARIANT, List.of(caption("de", "hello"))).hash());
    assertNotEquals(
        hash,
        CaptionSet.of(MASTER.replace("720p", "540p"), VARIANT, List.of(caption("en", "hello")))
            .hash());
  }
}

package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One clip, 4.4 s with surround sound and much metadata, and everything that is made of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LadderTest {
  private static final double FRAME_S = 1.0 / 15;

  @TempDir static Path folder;
  private Made made;

  @BeforeAll
  void make() throws Exception {
    byte[] clip =
        Clips.make(
            folder,
            "clip.mov",
            "-f lavfi -i testsrc2=s=720x1280:r=15:d=4.4 -f lavfi -i sine=f=300:d=4.4 "
                + "-af volume=0.3 -ac 6 -c:a aac -c:v libx264 -preset ultrafast -pix_fmt yuv420p "
                + "-metadata title=SECRET -metadata comment=SECRET "
                + "-metadata com.apple.quicktime.location.ISO6709=+48.1371+011.5754/ "
                + "-metadata location=+48.1371+011.5754/ -metadata make=SECRETPHONE "
                + "-metadata creation_time=2001-02-03T04:05:06Z "
                + "-metadata:s:v handler_name=SECRET -metadata:s:a title=SECRET "
                + "-movflags use_metadata_tags");
    assertTrue(new String(clip, StandardCharsets.ISO_8859_1).contains("+48.1371"));
    made = Made.of(folder, clip);
  }

  @Test
  void everyFileCanBeDecoded() throws Exception {
    assertEquals(66, made.frames(), 1);
    assertEquals(List.of("360p/video.m3u8", "540p/video.m3u8", "720p/video.m3u8"), made.variants());
  }

  @Test
  void keyFramesAreTheSameInAllRenditions() throws Exception {
    for (String variant : made.variants()) {
      List<Clips.Packet> packets = Clips.packets(made.joined(variant));
      double start = packets.getFirst().seconds();
      List<Double> keys =
          packets.stream().filter(Clips.Packet::key).map(at -> at.seconds() - start).toList();
      assertEquals(3, keys.size(), keys::toString);
      for (int i = 0; i < 3; i++) {
        assertEquals(2.0 * i, keys.get(i), 0.002, variant);
      }
      List<String> parts = made.parts(variant);
      for (String part : parts.subList(1, parts.size())) {
        List<Clips.Packet> alone = Clips.packets(made.joined(List.of(parts.getFirst(), part)));
        assertTrue(alone.getFirst().key(), part);
      }
    }
  }

  @Test
  void allLastAsLong() throws Exception {
    List<Path> files = new ArrayList<>(List.of(made.output().video()));
    for (String variant : made.variants()) {
      files.add(made.joined(variant));
      double listed =
          made.lines(variant).stream()
              .filter(line -> line.startsWith("#EXTINF:"))
              .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9.]", "")))
              .sum();
      assertEquals(4.4, listed, FRAME_S + 0.001);
    }
    for (Path file : files) {
      List<Clips.Packet> packets = Clips.packets(file);
      double shown = packets.getLast().seconds() - packets.getFirst().seconds() + FRAME_S;
      assertEquals(4.4, shown, FRAME_S + 0.001);
    }
  }

  @Test
  void codecsAreThoseOfThePlaylist() throws Exception {
    List<String> said = new ArrayList<>(List.of(Clips.describe(made.output().video())));
    for (String variant : made.variants()) {
      said.add(Clips.describe(made.joined(variant)));
    }
    for (String text : said) {
      assertTrue(text.contains("Video: h264 (High)"), text);
      assertTrue(text.contains("yuv420p(tv, bt709"), text);
      assertTrue(text.contains("Audio: aac (LC)"), text);
      assertTrue(text.contains("48000 Hz, stereo"), text);
    }
  }

  @Test
  void thePlaylistSaysWhatEachNeeds() throws Exception {
    List<String> entries =
        made.lines("playlist.m3u8").stream()
            .filter(line -> line.startsWith("#EXT-X-STREAM-INF:"))
            .toList();
    String[] sizes = {"360x640", "540x960", "720x1280"};
    for (int i = 0; i < sizes.length; i++) {
      String entry = entries.get(i);
      assertTrue(entry.contains("RESOLUTION=" + sizes[i]), entry);
      assertTrue(entry.contains("FRAME-RATE=15.000"), entry);
      assertTrue(entry.matches(".*CODECS=\"avc1\\.6400[0-9a-f]{2},mp4a\\.40\\.2\".*"), entry);
      String variant = made.variants().get(i);
      long bits = 0;
      double peak = 0;
      List<String> parts = made.parts(variant);
      for (String part : parts.subList(1, parts.size())) {
        long size = 8 * Files.size(made.served(part));
        bits += size;
        peak = Math.max(peak, size / (part.contains("002") ? 0.4 : 2.0));
      }
      assertEquals(bits / 4.4, number(entry, "AVERAGE-BANDWIDTH"), bits / 4.4 / 50);
      assertEquals(peak, number(entry, ":BANDWIDTH"), peak / 5);
      assertTrue(number(entry, ":BANDWIDTH") >= number(entry, "AVERAGE-BANDWIDTH"));
    }
  }

  private static double number(String entry, String name) {
    return Double.parseDouble(entry.split(name + "=", -1)[1].split(",", 2)[0]);
  }

  @Test
  void nothingSaysWhoMadeItWhereAndWithWhat() throws Exception {
    for (Path file : made.files()) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      for (String secret : List.of("SECRET", "48.1371", "2001-02", "ISO6709", "Exif")) {
        assertFalse(text.contains(secret), () -> secret + " in " + file);
      }
    }
    String said = Clips.describe(made.output().video()).toLowerCase(Locale.ROOT);
    for (String key : List.of("title", "comment", "location", "creation_time")) {
      assertFalse(said.split("output #0", -1)[0].contains(key), said);
    }
  }

  @Test
  void theSoundIsAsLoudAsEverybodys() throws Exception {
    assertEquals(Loudness.TARGET_LUFS, Clips.lufs(made.output().video()), 2);
    assertEquals(Loudness.TARGET_LUFS, Clips.lufs(made.joined(made.variants().getFirst())), 2);
  }

  @Test
  void theMp4CanBeginWhileItLoads() throws Exception {
    String text = Files.readString(made.output().video(), StandardCharsets.ISO_8859_1);
    assertTrue(text.indexOf("moov") < text.indexOf("mdat"));
    Mp4Movie.Track track = Mp4Reader.read(made.output().video()).video().orElseThrow();
    assertEquals(List.of(720, 1280), List.of(track.width(), track.height()));
  }

  @Test
  void picturesForListsAndForScrubbing() throws Exception {
    assertTrue(Clips.describe(made.served("thumbnail.jpg")).contains("720x1280"));
    byte[] preview = Files.readAllBytes(made.served("preview.webp"));
    String webp = new String(preview, StandardCharsets.ISO_8859_1);
    assertTrue(webp.startsWith("RIFF") && webp.contains("ANIM"));
    assertTrue(webp.split("ANMF", -1).length > 20);
    assertTrue(preview.length < 300_000, "" + preview.length);
    assertTrue(Clips.describe(made.served("sprite.jpg")).contains("450x160"));
    List<String> times = made.lines("sprite.vtt");
    assertEquals("WEBVTT", times.getFirst());
    assertEquals("00:00:04.000 --> 00:00:04.400", times.get(times.size() - 2));
    assertEquals("sprite.jpg#xywh=360,0,90,160", times.getLast());
  }

  @Test
  void progressGrowsToItsEnd() {
    List<Integer> progress = made.progress();
    assertEquals(100, progress.getLast());
    assertEquals(progress.stream().sorted().toList(), progress);
  }

  @Test
  void makingItAgainGivesTheSameBytes() throws Exception {
    byte[] clip =
        Clips.make(folder, "same.mp4", "-f lavfi -i testsrc2=s=64x64:r=10:d=0.5 -pix_fmt yuv420p");
    assertArrayEquals(
        Files.readAllBytes(Made.of(folder, clip).output().video()),
        Files.readAllBytes(Made.of(folder, clip).output().video()));
  }
}

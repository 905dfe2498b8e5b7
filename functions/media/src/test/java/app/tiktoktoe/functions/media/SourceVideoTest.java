package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.media.SourceVideo.Audio;
import app.tiktoktoe.functions.media.SourceVideo.Pixels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found out about an original without decoding it. */
class SourceVideoTest {
  private static final String X265 =
      "-c:v libx265 -preset ultrafast -tag:v hvc1 -x265-params log-level=error:";

  @TempDir Path folder;

  private SourceVideo inspect(String name, String options) throws Exception {
    Clips.make(folder, name, "-f lavfi -i testsrc2=s=320x180:r=30:d=1 " + options);
    return new Probe(Clips.ffmpeg()).inspect(folder.resolve(name), folder);
  }

  @Test
  void tenBitsHdrAndSurround() throws Exception {
    SourceVideo source =
        inspect(
            "hlg.mp4",
            "-f lavfi -i sine=d=1 -ac 6 -c:a aac -pix_fmt yuv420p10le "
                + X265
                + "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc");
    assertEquals(
        new Pixels("yuv420p10le", 10, false, "bt2020nc", "bt2020", "arib-std-b67", false),
        source.pixels());
    assertTrue(source.pixels().isHdr());
    assertEquals(Optional.of(new Audio(6, "5.1")), source.audio());
    assertEquals(30, source.frames());
  }

  @Test
  void plainAndSilent() throws Exception {
    SourceVideo source = inspect("plain.mp4", "-c:v libx264 -pix_fmt yuvj420p");
    assertEquals("yuvj420p", source.pixels().format());
    assertEquals(8, source.pixels().bits());
    assertTrue(source.pixels().fullRange());
    assertFalse(source.pixels().isHdr());
    assertEquals(Pixels.UNKNOWN, source.pixels().primaries());
    assertFalse(source.hasAudio());
    assertFalse(source.variableFrameRate());
    assertEquals("30", source.frameRate());
  }

  @Test
  void picturesAtUnevenTimes() throws Exception {
    String drop = "-vf select='not(mod(n\\,3))+lt(n\\,10)' -vsync vfr -pix_fmt yuv420p ";
    for (String name : new String[] {"uneven.mp4", "uneven.webm"}) {
      String codec = name.endsWith("webm") ? "-c:v libvpx -deadline realtime" : "-c:v libx264";
      SourceVideo source = inspect(name, drop.replace("'", "") + codec);
      assertTrue(source.variableFrameRate(), source::toString);
      assertEquals(16, source.frames());
      assertEquals("30", source.frameRate());
    }
  }

  @Test
  void turnedByAQuarter() throws Exception {
    byte[] clip =
        Clips.make(folder, "flat.mp4", "-f lavfi -i testsrc2=s=320x180:d=1 -pix_fmt yuv420p");
    for (int degrees : new int[] {90, 180, 270}) {
      Path file = Files.write(folder.resolve("turned.mp4"), TurnedClip.of(clip, degrees));
      SourceVideo source = new Probe(Clips.ffmpeg()).inspect(file, folder);
      assertEquals(degrees, source.rotation());
      assertEquals(degrees == 180 ? 320 : 180, source.width());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'29.97 fps, 29.97 tbr', 30000/1001, false",
    "'23.98 fps, 23.98 tbr', 24000/1001, false",
    "'59.94 fps, 59.94 tbr', 60000/1001, false",
    "'12 fps, 12 tbr', 12000/1000, false",
    "'0.50 fps, 0.50 tbr', 1000/1000, false",
    "'120 fps, 120 tbr', 60, false",
    "'100 fps, 100 tbr', 50, false",
    "'90 fps, 90 tbr', 45000/1000, false",
    "'25 fps, 50 tbr', 25, false",
    "'29.83 fps, 30 tbr', 30, true",
    "'27.31 fps, 60 tbr', 30, true",
    "'5 fps, 60 tbr', 30, true",
    "'5 fps, 10 tbr', 5000/1000, false",
    "'41.2 fps, 90k tbr', 48, true",
    "'1k tbr', 30, true"
  })
  void rates(String said, String encoded, boolean variable) {
    String video = "h264 (High), yuv420p, 320x180, q=2-31, " + said + ", 12800 tbn";
    assertEquals(encoded, FrameRates.encoded(video));
    double rate = said.contains("fps") ? Double.parseDouble(said.split(" ", -1)[0]) : 30;
    assertEquals(
        variable, FrameRates.isVariable(video, Math.round(rate * 100), Duration.ofSeconds(100)));
  }

  @ParameterizedTest
  @CsvSource({
    "60, 180, 30",
    "60000/1001, 180, 30000/1001",
    "50, 180, 25",
    "45000/1000, 180, 22500/1000",
    "30, 180, 30",
    "24, 180, 24",
    "60, 90, 60"
  })
  void longAndLargeIsHalved(String rate, int seconds, String encoded) {
    assertEquals(encoded, FrameRates.inTime(rate, 3840L * 2160 * 60 * seconds));
  }

  @Test
  void aMinuteAndAHalfOfTheLargestIsHalved() throws Exception {
    Clips.make(
        folder,
        "second.mp4",
        "-f lavfi -i color=s=3840x2160:r=60:d=0.5 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
    Clips.make(folder, "long.mp4", "-stream_loop 189 -i second.mp4 -c copy");
    Probe probe = new Probe(Clips.ffmpeg());
    assertEquals("60", probe.inspect(folder.resolve("second.mp4"), folder).frameRate());
    assertEquals("30", probe.inspect(folder.resolve("long.mp4"), folder).frameRate());
  }

  @ParameterizedTest
  @CsvSource({
    "mono, 1",
    "stereo, 2",
    "5.1(side), 6",
    "7.1, 8",
    "quad, 4",
    "3 channels (FL+FR+LFE), 3",
    "3.0(back), 3",
    "hexadecagonal, 0"
  })
  void channels(String layout, int channels) {
    String said =
        "  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, %s, fltp, 1 kb/s"
            .formatted(layout);
    assertEquals(Optional.of(new Audio(channels, layout)), StreamLines.audio(said));
  }
}

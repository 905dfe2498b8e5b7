package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded in unusual ways, and how it looks and sounds afterwards. */
class OddSourcesTest {
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
  private static final String X265 =
      "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -tag:v hvc1 "
          + "-x265-params log-level=error:";

  @TempDir Path folder;

  private Made made(String name, String options) throws Exception {
    return Made.of(folder, Clips.make(folder, name, options));
  }

  /** A grey that is signalled as half, in 10 bits, stays a grey of middling brightness. */
  @ParameterizedTest
  @CsvSource({
    "arib-std-b67, bt2020, bt2020nc, 90, 220",
    "smpte2084, bt2020, bt2020nc, 90, 220",
    "bt709, bt709, bt709, 110, 145",
    "bt2020-10, bt2020, bt2020nc, 100, 155"
  })
  void tenBits(String transfer, String primaries, String matrix, int darkest, int brightest)
      throws Exception {
    Made made =
        made(
            "grey.mp4",
            "-f lavfi -i color=0x808080:s=161x121:r=10:d=0.4 "
                + X265
                + "colorprim=%s:transfer=%s:colormatrix=%s".formatted(primaries, transfer, matrix));
    assertEquals(10, made.source().pixels().bits());
    assertEquals(4, made.frames());
    String said = Clips.describe(made.output().video());
    assertTrue(said.contains("yuv420p(tv, bt709, progressive)"), said);
    byte[] rgb = Clips.rgb(made.output().video());
    for (int i = 0; i < 3; i++) {
      int value = rgb[rgb.length / 2 / 3 * 3 + i] & 0xff;
      assertTrue(value >= darkest && value <= brightest, transfer + ": " + value);
    }
  }

  /** A bar that moves sideways has straight sides in a picture, and jagged ones in two fields. */
  @Test
  void fieldsBecomePictures() throws Exception {
    byte[] clip =
        Clips.make(
            folder,
            "fields.mp4",
            "-f lavfi -i color=black:s=192x64:r=50:d=0.8 "
                + "-f lavfi -i color=white:s=32x64:r=50:d=0.8 -filter_complex "
                + "[0][1]overlay=x=4*n:shortest=1,interlace=lowpass=off,format=yuv420p "
                + "-c:v libx264 -flags +ilme+ildct -crf 10");
    Clips.make(folder, "source.png", "-ss 0.4 -i fields.mp4 -frames:v 1");
    Made made = Made.of(folder, clip);
    assertTrue(made.source().pixels().interlaced());
    assertEquals(20, made.frames(), 1);
    double jagged = jaggedness(Clips.rgb(folder.resolve("source.png")), 192);
    double straight = jaggedness(Clips.rgb(made.served("thumbnail.jpg")), 192);
    assertTrue(jagged > 5 && straight < jagged / 5, jagged + " became " + straight);
  }

  /** How far lines differ from the next ones, in the mean. */
  private static double jaggedness(byte[] rgb, int width) {
    long sum = 0;
    for (int i = 0; i + 3 * width < rgb.length; i++) {
      sum += Math.abs((rgb[i] & 0xff) - (rgb[i + 3 * width] & 0xff));
    }
    return (double) sum / rgb.length;
  }

  /** A colour of Display P3 has other numbers in BT.709, where its red is out of reach. */
  @ParameterizedTest
  @CsvSource({"bt709, smpte432, 0xab, 0x5c, 0x4c", "bt709, bt709, 0xa0, 0x60, 0x50"})
  void coloursOfTelephonesAreMapped(
      String matrix, String primaries, String red, String green, String blue) throws Exception {
    Made made =
        made(
            "colour.mp4",
            "-f lavfi -i color=0xa06050:s=64x64:r=10:d=0.3 "
                + "-vf format=rgb24,scale=out_color_matrix=bt709,format=yuv420p -c:v libx264 -colorspace %s "
                    .formatted(matrix)
                + "-color_trc bt709 -color_primaries "
                + primaries);
    byte[] rgb = Clips.rgb(made.output().video());
    List<String> expected = List.of(red, green, blue);
    for (int i = 0; i < 3; i++) {
      assertEquals(Integer.decode(expected.get(i)), rgb[i] & 0xff, 8, primaries + " " + i);
    }
  }

  @Test
  void fullRangeBecomesThatOfBroadcast() throws Exception {
    Made made =
        made(
            "full.mp4",
            "-f lavfi -i color=0x4080c0:s=64x64:r=10:d=0.3 -c:v libx264 "
                + "-pix_fmt yuvj420p -colorspace bt470bg");
    assertTrue(made.source().pixels().fullRange());
    assertTrue(Clips.describe(made.output().video()).contains("yuv420p(tv, bt709"));
    byte[] rgb = Clips.rgb(made.output().video());
    assertEquals(0x40, rgb[0] & 0xff, 6);
    assertEquals(0x80, rgb[1] & 0xff, 6);
    assertEquals(0xc0, rgb[2] & 0xff, 6);
  }

  /** Red on the left is red on top when the telephone is turned clockwise. */
  @Test
  void rotationIsApplied() throws Exception {
    byte[] flat =
        Clips.make(
            folder,
            "flat.mp4",
            "-f lavfi -i color=red:s=32x32:r=10:d=0.3 -f lavfi -i color=blue:s=32x32:r=10:d=0.3 "
                + "-filter_complex hstack "
                + H264);
    Made made = Made.of(folder, TurnedClip.of(flat, 90));
    String said = Clips.describe(made.output().video());
    assertTrue(said.contains("32x64") && !said.contains("rotation"), said);
    byte[] rgb = Clips.rgb(made.output().video());
    assertTrue((rgb[0] & 0xff) > 200 && (rgb[2] & 0xff) < 60, "red on top");
    assertTrue((rgb[rgb.length - 1] & 0xff) > 200, "blue below");
  }

  @Test
  void unevenTimesBecomeEven() throws Exception {
    Made made =
        made(
            "uneven.mp4",
            "-f lavfi -i testsrc2=s=64x64:r=30:d=1 -vf select=not(mod(n\\,3))+lt(n\\,10) "
                + "-vsync vfr "
                + H264);
    assertTrue(made.source().variableFrameRate());
    List<Clips.Packet> packets = Clips.packets(made.output().video());
    assertEquals(29, packets.size(), 1);
    for (int i = 1; i < packets.size(); i++) {
      assertEquals(1 / 30.0, packets.get(i).seconds() - packets.get(i - 1).seconds(), 0.001);
    }
  }

  @ParameterizedTest
  @CsvSource({"60, 60, 30", "240, 60, 30", "90, 45, 22", "30000/1001, 29.97, 15"})
  void highAndFractionalRates(String rate, double encoded, int frames) throws Exception {
    Made made = made("fast.mp4", "-f lavfi -i testsrc2=s=64x64:r=" + rate + ":d=0.5 " + H264);
    assertEquals(frames, made.frames(), 1);
    String entry = made.lines("playlist.m3u8").get(3);
    assertTrue(entry.contains("FRAME-RATE=%.3f".formatted(encoded)), entry);
  }

  @Test
  void oneFrameAndNoSound() throws Exception {
    Made made = made("one.mp4", "-f lavfi -i testsrc2=s=64x64:r=30 -frames:v 1 " + H264);
    assertEquals(1, made.frames());
    assertFalse(made.lines("playlist.m3u8").toString().contains("mp4a"));
    assertFalse(Clips.describe(made.output().video()).contains("Audio"));
    assertEquals(4, made.lines("sprite.vtt").size());
  }

  @Test
  void fourThousandPixelsBecomeTwo() throws Exception {
    Made made = made("uhd.mp4", "-f lavfi -i testsrc2=s=3840x2160:r=5:d=0.4 " + H264);
    assertEquals(2, made.frames());
    assertEquals(
        List.of("360p/video.m3u8", "540p/video.m3u8", "720p/video.m3u8", "1080p/video.m3u8"),
        made.variants());
    assertTrue(Clips.describe(made.output().video()).contains("1920x1080"));
    assertTrue(Clips.describe(made.served("thumbnail.jpg")).contains("1280x720"));
  }

  /** The worst for an encoder: nothing is like anything else. */
  @Test
  void playbackStartsWithLittle() throws Exception {
    Made made =
        made(
            "noise.mp4",
            "-f lavfi -i nullsrc=s=360x640:r=30:d=2.2,noise=alls=100:allf=t+u,format=yuv420p "
                + "-f lavfi -i anoisesrc=d=2.2 -c:a aac -qp 20 "
                + H264);
    String variant = made.variants().getFirst();
    long bytes = 0;
    for (String part : made.parts(variant).subList(0, 2)) {
      bytes += Files.size(made.served(part));
    }
    assertTrue(bytes > 100_000 && bytes < 300_000, "" + bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.15", "1.0"})
  void quietAndLoudBecomeTheSame(String volume) throws Exception {
    Made made = made("tone.mp4", sound("sine=f=1000:d=2,volume=" + volume + "*8", "-ac 1"));
    assertEquals(Loudness.TARGET_LUFS, Clips.lufs(made.output().video()), 2);
  }

  @Test
  void silenceStaysSilent() throws Exception {
    Made made = made("silence.mp4", sound("anullsrc=d=1", ""));
    assertTrue(Clips.lufs(made.output().video()) <= -70);
    assertTrue(Clips.describe(made.output().video()).contains("48000 Hz, stereo"));
  }

  private static String sound(String source, String options) {
    return "-f lavfi -i testsrc2=s=64x64:r=10:d=2 -f lavfi -i %s -c:a aac -shortest %s %s"
        .formatted(source, options, H264);
  }
}

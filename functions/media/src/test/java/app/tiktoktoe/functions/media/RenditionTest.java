package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.media.SourceVideo.Pixels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sizes are made of which source, and what they may weigh. */
class RenditionTest {
  private static final long BLOB_BYTES = 100_000_000;

  private static SourceVideo source(int width, int height) {
    Pixels pixels = new Pixels("yuv420p", 8, false, "bt709", "bt709", "bt709", false);
    return new SourceVideo(
        Container.MP4,
        width,
        height,
        0,
        pixels,
        "30",
        false,
        30,
        Duration.ofSeconds(1),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "1080, 1920, 360x640 540x960 720x1280 1080x1920",
    "3840, 2160, 640x360 960x540 1280x720 1920x1080",
    "2560, 1080, 852x360 1280x540 1920x810",
    "1280, 720, 640x360 960x540 1280x720",
    "540, 960, 360x640 540x960",
    "400, 700, 400x700",
    "321, 243, 320x242",
    "17, 4000, 16x1920",
    "4000, 4000, 360x360 540x540 720x720 1080x1080"
  })
  void sizes(int width, int height, String expected) {
    assertEquals(
        expected,
        Rendition.of(source(width, height)).stream()
            .map(rendition -> rendition.width() + "x" + rendition.height())
            .collect(Collectors.joining(" ")));
  }

  /** The lowest one's first segment: two seconds, the buffer's nine tenths, the sound. */
  @Test
  void theFirstSegmentIsSmallWhateverIsShown() {
    for (int[] size : new int[][] {{1080, 1920}, {440, 1920}, {448, 448}, {1920, 80}}) {
      Rendition lowest = Rendition.of(source(size[0], size[1])).getFirst();
      double kbits = 2 * lowest.maxKbps() + 0.9 * lowest.bufferKbits() + 2 * Rendition.AUDIO_KBPS;
      assertTrue(kbits / 8 < 290, lowest::toString);
    }
  }

  /** The longest video in the highest rate, its buffer and its index. */
  @Test
  void theMp4IsNeverLargerThanABlobMayBe() {
    Rendition top = Rendition.of(source(1080, 1920)).getLast();
    double seconds = Probe.MAX_DURATION.toSeconds() + 1;
    double kbits = (top.maxKbps() + 1.05 * Rendition.AUDIO_KBPS) * seconds + top.bufferKbits();
    double index = seconds * (60 * 16 + 47 * 8);
    assertTrue(kbits * 125 + index < BLOB_BYTES, "" + kbits * 125);
  }

  @Test
  void smallPicturesFillASheet() {
    Rendition wide = new Rendition(640, 360, 1, 1);
    assertEquals(new FrameSheet(1, 1, 160, 90), FrameSheet.of(Duration.ofMillis(33), wide));
    assertEquals(new FrameSheet(1, 100, 160, 90), FrameSheet.of(Duration.ofSeconds(100), wide));
    FrameSheet longest = FrameSheet.of(Duration.ofMinutes(3), wide);
    assertEquals(
        List.of(2, 90, 10, 9),
        List.of(longest.intervalS(), longest.count(), longest.columns(), longest.rows()));
  }
}

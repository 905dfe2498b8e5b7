package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes, the reader answers or refuses. */
class Mp4ReaderProperties {
  private static final byte[] CLIP = clip();

  private static byte[] clip() {
    try {
      Path folder = Files.createTempDirectory("clip");
      byte[] clip =
          Clips.make(folder, "clip.mp4", "-f lavfi -i testsrc2=s=64x48:r=5:d=2 -pix_fmt yuv420p");
      Files.delete(folder.resolve("clip.mp4"));
      Files.delete(folder);
      return clip;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isRefused(byte[] bytes) {
    try {
      Path file = Files.createTempFile("clip", ".mp4");
      try {
        Files.write(file, bytes);
        return Mp4Reader.read(file).duration().isNegative();
      } catch (RefusedVideoException e) {
        return true;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 1)
  void aGoodClipIsRead() throws Exception {
    Path file = Files.createTempFile("clip", ".mp4");
    Files.write(file, CLIP);
    Mp4Movie movie = Mp4Reader.read(file);
    Files.delete(file);
    assertEquals(Duration.ofSeconds(2), movie.duration());
    Mp4Movie.Track video = movie.video().orElseThrow();
    assertEquals("64x48", video.width() + "x" + video.height());
    assertTrue(video.codecs().orElseThrow().startsWith("avc1."));
  }

  @Property(tries = 500)
  void randomBytesNeverBreakIt(@ForAll @Size(max = 200) byte[] bytes) {
    byte[] movie = ByteBuffer.allocate(bytes.length + 8).array();
    ByteBuffer.wrap(movie)
        .putInt(movie.length)
        .put("moov".getBytes(StandardCharsets.ISO_8859_1))
        .put(bytes);
    assertTrue(isRefused(movie));
  }

  @Property(tries = 1000)
  void changedBytesNeverBreakIt(
      @ForAll @Size(min = 1, max = 8) byte[] patch, @ForAll @IntRange(max = 1_000_000) int place) {
    byte[] changed = CLIP.clone();
    int index = new String(CLIP, StandardCharsets.ISO_8859_1).indexOf("moov");
    int at = index + place % (CLIP.length - index - patch.length);
    System.arraycopy(patch, 0, changed, at, patch.length);
    isRefused(changed);
  }

  @Property(tries = 200)
  void everyTruncationIsRefused(@ForAll @IntRange(max = 1_000_000) int place) {
    int length = place % (CLIP.length - 8);
    assertTrue(isRefused(Arrays.copyOf(CLIP, length)));
  }

  @Property(tries = 1)
  void boxesAreCounted() {
    ByteBuffer many = ByteBuffer.allocate(8 * 20_000);
    while (many.hasRemaining()) {
      many.putInt(8).putInt(0x66726565);
    }
    RefusedVideoException refused =
        assertThrows(RefusedVideoException.class, () -> read(many.array()));
    assertTrue(refused.failure().message().contains("boxes"));
  }

  private static void read(byte[] bytes) throws Exception {
    Path file = Files.createTempFile("clip", ".mp4");
    try {
      Files.write(file, bytes);
      Mp4Reader.read(file);
    } finally {
      Files.delete(file);
    }
  }
}

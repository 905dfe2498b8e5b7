package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were made to hurt: what is made of each can be decoded wholly, or it is refused by a
 * code, and no process and no file is left.
 */
class HostileFilesTest {
  private static final String PLAYABLE = "playable";
  private static final String INVALID = "validation_failure";
  private static final String H264 =
      "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -fflags +bitexact ";

  private static final Ffmpeg FFMPEG = Clips.ffmpeg();
  private static final Probe PROBE = new Probe(FFMPEG);
  private static final Transcoder TRANSCODER = new Transcoder(FFMPEG);

  @TempDir Path folder;

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertEquals(List.of(), Processes.mentioning(folder.toString()));
  }

  private byte[] clip(String name, String rate, String seconds, String options) throws Exception {
    String pictures = "-f lavfi -i testsrc2=s=64x64:r=%s:d=%s ".formatted(rate, seconds);
    return Clips.make(folder, name, pictures + options);
  }

  private byte[] small() throws Exception {
    return clip("small.mp4", "10", "0.6", "-f lavfi -i sine=d=0.6 -c:a aac " + H264);
  }

  private String outcome(byte[] bytes) throws Exception {
    Path work = Files.createTempDirectory(folder, "job");
    try {
      Path original = Files.write(work.resolve("original"), bytes);
      SourceVideo source = PROBE.inspect(original, work);
      Path made = Files.createDirectory(work.resolve("made"));
      Transcoder.Output output = TRANSCODER.transcode(original, source, made, percent -> {});
      decode(new Made(source, output, List.of()));
      return PLAYABLE;
    } catch (RefusedVideoException e) {
      return e.failure().code().text();
    } finally {
      WorkFolders.delete(work);
    }
  }

  /** The MP4 and every variant, by one process. */
  private static void decode(Made made) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-v", "error", "-xerror"));
    List<String> maps = new ArrayList<>();
    List<Path> files = new ArrayList<>(List.of(made.output().video()));
    for (String variant : made.variants()) {
      files.add(made.joined(variant));
    }
    for (int i = 0; i < files.size(); i++) {
      arguments.addAll(List.of("-i", files.get(i).toString()));
      maps.addAll(List.of("-map", i + ":v"));
    }
    arguments.addAll(maps);
    arguments.addAll(List.of("-f", "null", "/dev/null"));
    assertEquals("", Clips.run(made.output().folder(), arguments));
  }

  /** The movie's header says a second, its packets three minutes and two. */
  @Test
  void aLengthThatIsALie() throws Exception {
    byte[] clip = clip("long.mp4", "1", "182", H264);
    assertEquals(INVALID, outcome(patched(clip, "mvhd", 4 + 16, 1000)));
    assertEquals(INVALID, outcome(clip));
  }

  @Test
  void boxesInBoxes() throws Exception {
    ByteBuffer nested = ByteBuffer.allocate(8 * 200_000);
    for (int rest = nested.capacity(); rest > 0; rest -= 8) {
      nested.putInt(rest).put("moov".getBytes(StandardCharsets.ISO_8859_1));
    }
    assertEquals(INVALID, outcome(nested.array()));
  }

  @Test
  void whatItIsNot() throws Exception {
    String playlist = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
    String concat = "ffconcat version 1.0\nfile /etc/passwd\n";
    byte[] head = Arrays.copyOf(small(), 32);
    byte[] png = Clips.make(folder, "one.png", "-f lavfi -i testsrc2=s=64x64 -frames:v 1");
    byte[] gif = clip("one.gif", "5", "1", "");
    byte[] sound = Clips.make(folder, "sound.mp4", "-f lavfi -i sine=d=1 -c:a aac");
    for (byte[] file :
        List.of(
            bytes(playlist),
            joined(head, bytes(playlist)),
            bytes(concat),
            joined(head, png),
            png,
            gif,
            sound)) {
      assertEquals(INVALID, outcome(file));
    }
  }

  private static byte[] patched(byte[] clip, String box, int offset, int value) {
    byte[] patched = clip.clone();
    int at = text(clip).indexOf(box);
    assertTrue(at > 0, box);
    ByteBuffer.wrap(patched).putInt(at + offset, value);
    return patched;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] clip) {
    return new String(clip, StandardCharsets.ISO_8859_1);
  }
}

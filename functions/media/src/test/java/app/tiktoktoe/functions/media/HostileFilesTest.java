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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were damaged, or made to hurt: what is made of each can be decoded wholly, or it is
 * refused by a code, and no process and no file is left.
 */
class HostileFilesTest {
  private static final String PLAYABLE = "playable";
  private static final String INVALID = "validation_failure";
  private static final String UNENCODABLE = "encoding_failure";
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

  /** Two at a time; how many ended in each way. */
  private Map<String, Integer> outcomes(List<byte[]> files) throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      List<Future<String>> running =
          files.stream().map(bytes -> two.submit(() -> outcome(bytes))).toList();
      for (Future<String> outcome : running) {
        counts.merge(outcome.get(), 1, Integer::sum);
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.filter(Files::isDirectory).count());
    }
    return counts;
  }

  @Test
  void twoHundredFlippedBits() throws Exception {
    byte[] clip = small();
    int index = text(clip).indexOf("moov");
    Random random = new Random(7);
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] flipped = clip.clone();
      int from = i % 2 == 0 ? index : 0;
      flipped[from + random.nextInt(clip.length - from)] ^= (byte) (1 << random.nextInt(8));
      files.add(flipped);
    }
    Map<String, Integer> outcomes = outcomes(files);
    assertTrue(
        List.of(PLAYABLE, INVALID, UNENCODABLE).containsAll(outcomes.keySet()), outcomes::toString);
    assertTrue(outcomes.size() > 1, outcomes::toString);
  }

  @Test
  void truncatedAtTwentyPoints() throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (byte[] whole :
        List.of(
            clip("late.mp4", "10", "3", H264),
            clip("early.mp4", "10", "3", H264 + "-movflags +faststart "),
            clip("clip.webm", "10", "3", "-c:v libvpx -deadline realtime "))) {
      for (int point = 0; point < 20; point++) {
        files.add(Arrays.copyOf(whole, whole.length * point / 20));
      }
    }
    assertEquals(Map.of(INVALID, 60), outcomes(files));
  }

  @Test
  void numbersThatAreTooLarge() throws Exception {
    byte[] clip = small();
    List<byte[]> refused =
        List.of(
            patched(clip, "mvhd", 4 + 16, 0x7FFFFFFF),
            patched(clip, "mvhd", 4 + 12, 0),
            patched(clip, "moov", -4, 0x7FFFFFFF));
    for (byte[] file : refused) {
      assertEquals(INVALID, outcome(file));
    }
    List<byte[]> either =
        List.of(
            patched(clip, "avc1", 4 + 24, 0xFFFFFFFF),
            patched(clip, "avc1", 4 + 24, 0x40004000),
            patched(clip, "stsz", 4 + 8, 0x7FFFFFFF),
            patched(clip, "stts", 4 + 4, 0x0FFFFFFF),
            patched(clip, "stts", 4 + 8, 0x7FFFFFFF),
            patched(clip, "stsc", 4 + 12, 0x7FFFFFFF),
            patched(clip, "stco", 4 + 4, 0x3FFFFFFF),
            patched(clip, "elst", 4 + 8, 0x7FFFFFFF));
    assertTrue(List.of(PLAYABLE, INVALID, UNENCODABLE).containsAll(outcomes(either).keySet()));
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

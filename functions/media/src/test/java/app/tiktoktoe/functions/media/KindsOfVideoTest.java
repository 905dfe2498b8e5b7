package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobListOption;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each kind of file. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsOfVideoTest {
  private static final String SOUND = "-f lavfi -i sine=d=%s -c:a aac ";
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
  private static final Map<String, String> TYPES =
      Map.of(
          "m3u8", "application/vnd.apple.mpegurl",
          "m4s", "video/iso.segment",
          "mp4", "video/mp4",
          "jpg", "image/jpeg",
          "webp", "image/webp",
          "vtt", "text/vtt");

  @TempDir Path clips;
  @TempDir Path work;
  @TempDir Path served;
  private final Studio studio;

  KindsOfVideoTest(Firestore firestore) throws Exception {
    studio = new Studio(firestore, InstantSource.system());
  }

  @BeforeAll
  static void ffmpegIsThere() {
    assertTrue(Files.isExecutable(Clips.FFMPEG));
  }

  @AfterAll
  void close() throws Exception {
    studio.close();
  }

  private byte[] clip(String name, String size, String rate, String seconds, String options)
      throws Exception {
    return Clips.make(
        clips,
        name,
        "-f lavfi -i testsrc2=s=%s:r=%s:d=%s ".formatted(size, rate, seconds) + options);
  }

  private byte[] portrait() throws Exception {
    return clip("portrait.mp4", "360x640", "30", "3", SOUND.formatted(3) + H264);
  }

  private Map<String, Blob> objects(Job job) {
    String prefix = "vid/" + job.did() + "/" + job.blob().orElseThrow().cid() + "/";
    Map<String, Blob> objects = new TreeMap<>();
    studio
        .storage
        .list(Studio.MEDIA, BlobListOption.prefix(prefix))
        .iterateAll()
        .forEach(object -> objects.put(object.getName().substring(prefix.length()), object));
    return objects;
  }

  /** Checks everything that is served; returns how many frames each rendition has. */
  private int assertPlayable(Job job, int width, int height) throws Exception {
    assertEquals(JobState.COMPLETED, job.state(), () -> job.failure() + studio.log());
    VideoBlob blob = job.blob().orElseThrow();
    byte[] mp4 = studio.storage.readAllBytes(Studio.BLOBS, job.did() + "/" + blob.cid());
    assertEquals(Cid.ofRaw(mp4), blob.cid());
    assertEquals(mp4.length, blob.sizeBytes());
    assertMp4(mp4, width, height);
    Map<String, Blob> objects = objects(job);
    objects.forEach(KindsOfVideoTest::assertHeaders);
    List<String> master = text(object(objects, "playlist.m3u8"));
    assertTrue(
        master.stream().anyMatch(line -> line.contains("RESOLUTION=" + width + "x" + height)),
        master::toString);
    List<String> variants = master.stream().filter(line -> !line.startsWith("#")).toList();
    assertEquals(
        variants.size(), master.stream().filter(line -> line.contains("CODECS=\"avc1.")).count());
    assertEquals(Math.min(width, height) + "p/video.m3u8", variants.getLast());
    int frames = frames(objects, variants.getFirst());
    for (String variant : variants) {
      assertEquals(frames, frames(objects, variant));
    }
    assertEquals(
        1, Clips.frames(save("poster.jpg", object(objects, "thumbnail.jpg").getContent())));
    try (Stream<Path> left = Files.list(work)) {
      assertEquals(List.of(), left.toList());
    }
    return frames;
  }

  private void assertMp4(byte[] mp4, int width, int height) throws Exception {
    Path file = save("blob.mp4", mp4);
    Mp4Movie.Track video = Mp4Reader.read(file).video().orElseThrow();
    assertEquals(
        List.of(width, height, 0), List.of(video.width(), video.height(), video.rotation()));
    String text = new String(mp4, StandardCharsets.ISO_8859_1);
    assertTrue(text.indexOf("moov") < text.indexOf("mdat"), "the index comes first");
    assertTrue(Clips.frames(file) > 0);
  }

  private static void assertHeaders(String name, Blob object) {
    assertEquals(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), object.getContentType());
    assertEquals("public, max-age=31536000, immutable", object.getCacheControl());
  }

  private static Blob object(Map<String, Blob> objects, String name) {
    return Objects.requireNonNull(objects.get(name), name);
  }

  private static List<String> text(Blob object) {
    return new String(object.getContent(), StandardCharsets.UTF_8).lines().toList();
  }

  private Path save(String name, byte[] bytes) throws Exception {
    return Files.write(served.resolve(name), bytes);
  }

  /** Decodes a variant, part after part as a player would. */
  private int frames(Map<String, Blob> objects, String variant) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String folder = variant.substring(0, variant.indexOf('/') + 1);
    for (String line : text(object(objects, variant))) {
      String part = line.startsWith("#EXT-X-MAP") ? line.split("\"", -1)[1] : line;
      if (!part.startsWith("#")) {
        all.write(object(objects, folder + part).getContent());
      }
    }
    return Clips.frames(save("variant.mp4", all.toByteArray()));
  }

  private void assertRefused(JobFailure.Code code, byte[] bytes) throws Exception {
    Job job = studio.process(work, bytes);
    assertEquals(JobState.FAILED, job.state());
    assertEquals(code, job.failure().orElseThrow().code(), job.failure()::toString);
    try (Stream<Path> left = Files.list(work)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private void assertInvalid(byte[] bytes) throws Exception {
    assertRefused(JobFailure.Code.VALIDATION_FAILURE, bytes);
  }

  @Test
  void portraitWithSound() throws Exception {
    byte[] clip = clip("tall.mp4", "720x1280", "15", "5", SOUND.formatted(5) + H264);
    Job job = studio.process(work, clip);
    assertEquals(75, assertPlayable(job, 720, 1280));
    List<String> low = text(object(objects(job), "360p/video.m3u8"));
    assertEquals(2, low.stream().filter(line -> line.startsWith("#EXTINF:2.0")).count());
  }

  @ParameterizedTest
  @CsvSource({
    "silent.mp4,  320x240,   30, '',                                          320, 240",
    "odd.mp4,     321x243,   25, '-pix_fmt yuv444p',                          320, 242",
    "large.mp4,   2560x1440, 10, '-pix_fmt yuv420p',                          1920, 1080",
    "small.mp4,   32x32,     30, '-pix_fmt yuv420p',                          32, 32",
    "wide.mov,    640x360,   24, '-vf setsar=4/3 -pix_fmt yuv420p',           852, 360",
    "fast.mp4,    320x240,   120, '-pix_fmt yuv420p',                         320, 240",
    "hevc.mp4,    640x360,   30, '-c:v libx265 -preset ultrafast -x265-params log-level=error "
        + "-pix_fmt yuv420p10le -tag:v hvc1', 640, 360",
    "vp8.webm,    320x240,   25, '-c:v libvpx -deadline realtime',            320, 240",
    "vp9.webm,    320x240,   25, '-c:v libvpx-vp9 -deadline realtime -cpu-used 8', 320, 240",
    "av1.mp4,     320x240,   25, '-c:v libaom-av1 -usage realtime -cpu-used 8', 320, 240",
    "av.mkv,      320x240,   25, '-pix_fmt yuv420p',                          320, 240",
    "frag.mp4,    320x240,   25, '-pix_fmt yuv420p -movflags frag_keyframe+empty_moov', 320, 240"
  })
  void manyKinds(String name, String size, String rate, String options, int width, int height)
      throws Exception {
    byte[] clip = clip(name, size, rate, "1", options + " ");
    int frames = assertPlayable(studio.process(work, clip), width, height);
    assertEquals(Math.min(60, Integer.parseInt(rate)), frames, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"90, 360, 640", "270, 360, 640", "180, 640, 360"})
  void turned(int degrees, int width, int height) throws Exception {
    byte[] clip = clip("flat.mp4", "640x360", "25", "1", H264);
    assertPlayable(studio.process(work, TurnedClip.of(clip, degrees)), width, height);
  }

  @Test
  void whatIsNoVideo() throws Exception {
    byte[] random = new byte[200_000];
    new Random(3).nextBytes(random);
    assertInvalid(random);
    assertInvalid(Arrays.copyOf(random, 8));
    assertInvalid(
        "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
            .getBytes(StandardCharsets.UTF_8));
    assertInvalid(Clips.make(clips, "one.png", "-f lavfi -i testsrc2 -frames:v 1"));
    assertInvalid(Clips.make(clips, "sound.mp4", SOUND.formatted(2)));
    assertInvalid(Clips.make(clips, "sound.webm", "-f lavfi -i sine=d=2 -c:a libopus"));
    byte[] head = Arrays.copyOf(portrait(), 32);
    System.arraycopy(head, 0, random, 0, head.length);
    assertInvalid(random);
  }

  @Test
  void tooLongOrOfAnImpossibleSize() throws Exception {
    assertInvalid(clip("long.mp4", "64x64", "1", "182", H264));
    assertInvalid(clip("long.webm", "64x64", "1", "182", "-c:v libvpx -deadline realtime "));
    assertInvalid(clip("thin.mp4", "640x8", "5", "1", H264));
    assertInvalid(clip("wide.mp4", "640x212", "5", "1", H264));
    assertInvalid(clip("high.mp4", "212x640", "5", "1", H264));
    assertInvalid(clip("stretched.mov", "320x160", "5", "1", "-vf setsar=8/5 " + H264));
    assertPlayable(studio.process(work, clip("widest.mp4", "636x212", "5", "1", H264)), 636, 212);
    byte[] longest = clip("longest.mp4", "64x64", "1", "180", H264);
    assertEquals(180, assertPlayable(studio.process(work, longest), 64, 64), 2.0);
  }

  @Test
  void damagedPicturesDoNotStopTheFunction() throws Exception {
    byte[] clip = portrait();
    byte[] damaged = clip.clone();
    Arrays.fill(damaged, clip.length / 4, clip.length / 2, (byte) 0x55);
    Job job = studio.process(work, damaged);
    assertTrue(job.state().isFinal());
  }
}

package app.tiktoktoe.media.captions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.media.CdnPurge;
import app.tiktoktoe.media.PlayableVideos;
import app.tiktoktoe.media.Withheld;
import app.tiktoktoe.media.WithheldObjects;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptionServingTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Cid VIDEO = Cid.ofRaw(new byte[] {1});
  private static final String FOLDER = "vid/" + ALICE + "/" + VIDEO + "/";
  private static final LanguageTag EN = LanguageTag.parse("en");
  private static final LanguageTag DE = LanguageTag.parse("de");

  private final StorageEmulator emulator;
  private final Storage storage;
  private final Map<Cid, byte[]> blobs = new HashMap<>();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Set<Cid> down = new TreeSet<>();
  private final CaptionServing serving;

  CaptionServingTest() throws IOException {
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("media")),
                Map.of(),
                NotificationSink.NONE,
                InstantSource.system(),
                new Random(1)));
    storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .build()
            .getService();
    serving =
        new CaptionServing(
            () -> storage,
            "media",
            (did, cid, limit) ->
                Optional.ofNullable(blobs.get(cid)).filter(bytes -> bytes.length <= limit),
            (did, cid) -> playable().settle(did, cid),
            new StructuredLog("test", logged, InstantSource.system()));
  }

  private PlayableVideos playable() {
    Withheld.Decision decision =
        new Withheld.Decision() {
          @Override
          public Withheld of(Did did) {
            return new Withheld(Withheld.Account.SERVED, down);
          }

          @Override
          public Withheld of(Did did, Cid cid) {
            return of(did);
          }
        };
    return new PlayableVideos(
        decision, new WithheldObjects(() -> storage, "media"), CdnPurge.none());
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    emulator.close();
  }

  private Cid caption(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    blobs.put(Cid.ofRaw(bytes), bytes);
    return Cid.ofRaw(bytes);
  }

  private static String cue(String text) {
    return "WEBVTT\n\n00:00.000 --> 00:01.000\n" + text + "\n";
  }

  private void serveVideo() {
    put("playlist.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n360p/video.m3u8\n");
    put("360p/video.m3u8", "#EXTM3U\n#EXTINF:2.0,\n0.m4s\n#EXTINF:1.5,\n1.m4s\n");
  }

  private void put(String name, String text) {
    storage.create(
        BlobInfo.newBuilder("media", FOLDER + name).build(), text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, byte[]> served() {
    Map<String, byte[]> found = new TreeMap<>();
    for (Blob object : storage.list("media").iterateAll()) {
      if (object.getName().contains("/captions-")) {
        found.put(object.getName(), object.getContent());
      }
    }
    return found;
  }

  private Map<LanguageTag, Cid> both(Cid english, Cid german) {
    Map<LanguageTag, Cid> captions = new LinkedHashMap<>();
    captions.put(EN, english);
    captions.put(DE, german);
    return captions;
  }

  @Test
  void captionsAreServedBesideTheVideoForEver() {
    serveVideo();
    Map<LanguageTag, Cid> captions = both(caption(cue("one")), caption(cue("eins")));
    String hash = serving.serve(ALICE, VIDEO, captions).orElseThrow();
    String folder = FOLDER + "captions-" + hash + "/";
    assertEquals(
        Set.of("playlist.m3u8", "en.m3u8", "en.vtt", "de.m3u8", "de.vtt"),
        new TreeSet<>(served().keySet().stream().map(n -> n.substring(folder.length())).toList()));
    Blob text = storage.get("media", folder + "en.vtt");
    assertEquals("text/vtt", text.getContentType());
    assertEquals("public, max-age=31536000, immutable", text.getCacheControl());
    Blob master = storage.get("media", folder + "playlist.m3u8");
    assertEquals("application/vnd.apple.mpegurl", master.getContentType());
    assertTrue(
        new String(master.getContent(), StandardCharsets.UTF_8).contains("\n../360p/video.m3u8\n"));
    assertTrue(
        new String(served().get(folder + "de.m3u8"), StandardCharsets.UTF_8)
            .contains("#EXTINF:3.500,\nde.vtt\n"));
    assertEquals("", logged.toString(StandardCharsets.UTF_8));
  }

  @Test
  void servingAgainWritesTheSameBytesAtTheSameAddress() {
    serveVideo();
    Map<LanguageTag, Cid> captions = both(caption(cue("one")), caption(cue("eins")));
    Optional<String> first = serving.serve(ALICE, VIDEO, captions);
    Map<String, byte[]> before = served();
    assertEquals(first, serving.serve(ALICE, VIDEO, captions));
    assertEquals(before.keySet(), served().keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, served().get(name), name));
    assertFalse(
        first.equals(serving.serve(ALICE, VIDEO, both(caption(cue("1")), caption(cue("2"))))));
    assertEquals(10, served().size());
  }

  @Test
  void captionsOfAVideoThatIsTakenDownMeanwhileAreWithheldWithIt() {
    serveVideo();
    down.add(VIDEO);
    Map<LanguageTag, Cid> captions = Map.of(EN, caption(cue("one")));
    String hash = serving.serve(ALICE, VIDEO, captions).orElseThrow();
    String set = FOLDER + "captions-" + hash + "/";
    assertEquals(
        Set.of(
            FOLDER + "playlist.m3u8",
            FOLDER + "360p/video.m3u8",
            set + "playlist.m3u8",
            set + "en.m3u8",
            set + "en.vtt"),
        names("withheld/"));
    assertEquals(Set.of(), names("vid/"));
    down.clear();
    playable().settle(ALICE, VIDEO);
    assertEquals(5, names("vid/").size());
    assertEquals(Set.of(), names("withheld/"));
  }

  private Set<String> names(String from) {
    Set<String> found = new TreeSet<>();
    storage
        .list("media", Storage.BlobListOption.prefix(from))
        .iterateAll()
        .forEach(object -> found.add(object.getName().replaceFirst("^withheld/", "")));
    return found;
  }

  @Test
  void whatIsNoWebVttIsLeftOutAndLogged() {
    serveVideo();
    Map<LanguageTag, Cid> captions =
        both(caption("1\n00:00:01,000 --> 00:00:02,000\nno"), caption(cue("eins")));
    assertTrue(serving.serve(ALICE, VIDEO, captions).isPresent());
    assertEquals(3, served().size());
    assertTrue(logged.toString(StandardCharsets.UTF_8).contains("captions left out"));
  }

  @Test
  void withoutAnyReadableCaptionThereIsNoPlaylist() {
    serveVideo();
    Cid large = caption(cue("x".repeat(CaptionServing.MAX_FILE_BYTES)));
    assertEquals(
        Optional.empty(), serving.serve(ALICE, VIDEO, both(large, Cid.ofRaw(new byte[] {9}))));
    assertEquals(Map.of(), served());
  }

  @Test
  void aVideoThatIsNotServedGetsNone() {
    assertEquals(Optional.empty(), serving.serve(ALICE, VIDEO, Map.of(EN, caption(cue("one")))));
    put("playlist.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\ngone/video.m3u8\n");
    assertEquals(Optional.empty(), serving.serve(ALICE, VIDEO, Map.of(EN, caption(cue("one")))));
    assertEquals(Map.of(), served());
  }

  @Test
  void aBucketThatDoesNotAnswerIsNotTakenForAVideoThatIsGone() throws Exception {
    serveVideo();
    Map<LanguageTag, Cid> captions = Map.of(EN, caption(cue("one")));
    emulator.close();
    assertThrows(StorageException.class, () -> serving.serve(ALICE, VIDEO, captions));
  }
}

package app.tiktoktoe.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.media.Withheld.Account;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What plays is what was decided last, whatever moves against it. */
class PlayableVideosTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Cid ONE = Cid.ofRaw(new byte[] {1});
  private static final Cid TWO = Cid.ofRaw(new byte[] {2});
  private static final Withheld NOTHING = new Withheld(Account.SERVED, Set.of());
  private static final Withheld ALL = new Withheld(Account.WITHHELD, Set.of());
  private static final int ANY = 1_000;

  private final List<String> purged = new ArrayList<>();
  private final List<Withheld> decisions = new ArrayList<>();
  private StorageEmulator emulator;
  private Storage storage;
  private PlayableVideos videos;

  @BeforeEach
  void start() throws IOException {
    emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("media")),
                Map.of(),
                NotificationSink.NONE,
                new MutableClock(),
                new SecureRandom()));
    storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    videos =
        new PlayableVideos(new Decided(), new WithheldObjects(() -> storage, "media"), purged::add);
  }

  /** The first decision of the list, until only one is left. */
  private final class Decided implements Withheld.Decision {
    @Override
    public Withheld of(Did did) {
      return decisions.size() > 1 ? decisions.removeFirst() : decisions.getFirst();
    }

    @Override
    public Withheld of(Did did, Cid cid) {
      return of(did);
    }
  }

  @AfterEach
  void stop() throws Exception {
    storage.close();
    emulator.close();
  }

  private void serve(Cid cid, int segments) {
    Stream.concat(
            Stream.of("playlist.m3u8", "thumbnail.jpg"),
            IntStream.range(0, segments).mapToObj(i -> "360p/" + i + ".m4s"))
        .forEach(
            name ->
                storage.create(
                    BlobInfo.newBuilder("media", new ServedVideo(ALICE, cid).folder() + name)
                        .setContentType("video/mp4")
                        .build(),
                    new byte[] {1}));
  }

  private List<String> names(String prefix) {
    return storage
        .list("media", Storage.BlobListOption.prefix(prefix))
        .streamAll()
        .map(Blob::getName)
        .toList();
  }

  private int served() {
    return names("vid/").size();
  }

  private int withheld() {
    return names("withheld/vid/").size();
  }

  private void decide(Withheld... next) {
    decisions.clear();
    decisions.addAll(List.of(next));
  }

  @Test
  void playlistsAreOutOfReachBeforeAnythingElseIsMoved() {
    serve(ONE, 70);
    String captions = new ServedVideo(ALICE, ONE).folder() + "captions-1/";
    for (String name : List.of("en.vtt", "playlist.m3u8", "en.m3u8")) {
      storage.create(BlobInfo.newBuilder("media", captions + name).build(), new byte[] {1});
    }
    List<String> copied = Collections.synchronizedList(new ArrayList<>());
    Storage noting =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("copy")) {
                    copied.add(((Storage.CopyRequest) arguments[0]).getSource().getName());
                  }
                  return method.invoke(storage, arguments);
                });
    decide(new Withheld(Account.SERVED, Set.of(ONE)));
    new PlayableVideos(new Decided(), new WithheldObjects(() -> noting, "media"), purged::add)
        .settle(ALICE, ONE);
    assertEquals(75, copied.size());
    assertTrue(
        copied.stream().limit(3).allMatch(name -> name.endsWith(".m3u8")), copied.toString());
  }

  @Test
  void anAccountIsWithheldPlaylistsFirstAndGivenBack() {
    serve(ONE, 5);
    serve(TWO, 5);
    decide(ALL);
    assertFalse(videos.settle(ALICE, 3));
    assertEquals(List.of(2 + 3, 14 - 5), List.of(withheld(), served()));
    assertTrue(names("vid/").stream().noneMatch(name -> name.endsWith("playlist.m3u8")));
    assertTrue(videos.settle(ALICE, ANY));
    assertEquals(List.of(14, 0), List.of(withheld(), served()));
    assertEquals(List.of("/vid/" + ALICE + "/", "/vid/" + ALICE + "/"), purged);
    decide(NOTHING);
    assertFalse(videos.settle(ALICE, 13));
    assertTrue(videos.settle(ALICE, 13));
    assertEquals(List.of(0, 14), List.of(withheld(), served()));
    assertEquals(
        "video/mp4",
        storage.get("media", new ServedVideo(ALICE, ONE).folder() + "360p/0.m4s").getContentType());
    assertEquals(2, purged.size());
  }

  @Test
  void oneVideoIsWithheldAloneAndStaysSoWhenTheAccountComesBack() {
    serve(ONE, 1);
    serve(TWO, 1);
    Withheld one = new Withheld(Account.SERVED, Set.of(ONE));
    decide(one);
    videos.settle(ALICE, ONE);
    videos.settle(ALICE, TWO);
    assertEquals(List.of(3, 3), List.of(withheld(), served()));
    assertEquals(List.of(new ServedVideo(ALICE, ONE).path()), purged);
    decide(new Withheld(Account.WITHHELD, Set.of(ONE)));
    assertTrue(videos.settle(ALICE, ANY));
    assertEquals(0, served());
    decide(one);
    assertTrue(videos.settle(ALICE, ANY));
    assertEquals(3, names(new ServedVideo(ALICE, TWO).folder()).size());
    assertEquals(List.of(3, 3), List.of(withheld(), served()));
    serve(ONE, 1);
    videos.settle(ALICE, ONE);
    assertEquals(List.of(3, 3), List.of(withheld(), served()));
    decide(NOTHING);
    videos.settle(ALICE, ONE);
    assertEquals(List.of(0, 6), List.of(withheld(), served()));
  }

  @Test
  void aDecisionThatIsOvertakenIsFollowedByTheNext() {
    serve(ONE, 4);
    decide(ALL, NOTHING);
    assertTrue(videos.settle(ALICE, ANY));
    assertEquals(List.of(0, 6), List.of(withheld(), served()));
    decide(NOTHING, ALL);
    videos.settle(ALICE, ONE);
    assertEquals(List.of(6, 0), List.of(withheld(), served()));
  }

  @Test
  void whatADeletedAccountServedGoes() {
    serve(ONE, 4);
    decide(new Withheld(Account.GONE, Set.of()));
    assertTrue(videos.settle(ALICE, ANY));
    assertEquals(List.of(0, 0), List.of(withheld(), served()));
    assertEquals(List.of("/vid/" + ALICE + "/"), purged);
  }

  @Test
  void whatTheCachesDoNotTakeOnIsAFailure() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    List<String> asked = new ArrayList<>();
    HttpServer compute =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    compute.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    compute.start();
    try {
      CdnPurge caches =
          CloudCdn.from(
              Environment.of(
                  Map.of(
                      "GOOGLE_CLOUD_PROJECT", "product",
                      "CDN_URL_MAP", "https",
                      "COMPUTE_EMULATOR_HOST",
                          "http://127.0.0.1:" + compute.getAddress().getPort())));
      caches.purge("/vid/" + ALICE + "/");
      assertEquals(
          List.of(
              "/compute/v1/projects/product/global/urlMaps/https/invalidateCache"
                  + " {\"path\":\"/vid/did:plc:ewvi7nxzyoun6zhxrhs64oiz/*\"}"),
          asked);
      status.set(429);
      assertThrows(IllegalStateException.class, () -> caches.purge("/vid/"));
    } finally {
      compute.stop(0);
    }
    CdnPurge none = CloudCdn.from(Environment.of(Map.of("GOOGLE_CLOUD_PROJECT", "product")));
    none.purge("/vid/");
  }
}

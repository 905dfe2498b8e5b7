package app.tiktoktoe.functions.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServedRenditionsTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Cid ONE = Cid.ofRaw(new byte[] {1});
  private static final Cid TWO = Cid.ofRaw(new byte[] {2});

  private final MutableClock clock = new MutableClock();

  @Test
  void whatOneVideoPlayedFromGoesButForWhatWasWrittenSince() throws Exception {
    StorageEmulatorConfig config =
        new StorageEmulatorConfig(
            0,
            null,
            List.of(BucketSetup.privateBucket("media")),
            Map.of(),
            NotificationSink.NONE,
            clock,
            new SecureRandom());
    try (StorageEmulator emulator = StorageEmulator.start(config)) {
      Storage storage =
          StorageOptions.newBuilder()
              .setProjectId("local")
              .setHost(emulator.endpoint().toString())
              .setCredentials(NoCredentials.getInstance())
              .build()
              .getService();
      String one = "vid/" + ALICE + "/" + ONE + "/";
      String two = "vid/" + ALICE + "/" + TWO + "/playlist.m3u8";
      String withheld = "withheld/" + one + "playlist.m3u8";
      for (String name :
          List.of(one + "playlist.m3u8", one + "360p/0.m4s", one + "360p/1.m4s", withheld, two)) {
        write(storage, name);
      }
      clock.advance(Duration.ofHours(1));
      Instant before = clock.instant();
      write(storage, one + "360p/1.m4s");
      List<String> purged = new ArrayList<>();
      ServedRenditions renditions =
          new ServedRenditions(new OldObjects(() -> storage, "media"), purged::add);
      renditions.delete(ALICE, ONE, before);
      assertEquals(Set.of(one + "360p/1.m4s", two), names(storage));
      renditions.delete(ALICE, ONE, before);
      assertEquals(Set.of(one + "360p/1.m4s", two), names(storage));
      assertEquals(List.of(), purged);
      renditions.purge(ALICE, Set.of(ONE));
      renditions.purge(ALICE, Set.of(ONE, TWO));
      assertEquals(List.of("/" + one, "/vid/" + ALICE + "/"), purged);
      storage.close();
    }
  }

  private static void write(Storage storage, String name) {
    storage.create(BlobInfo.newBuilder("media", name).build(), new byte[] {1});
  }

  private static Set<String> names(Storage storage) {
    Set<String> names = new TreeSet<>();
    storage.list("media").iterateAll().forEach(object -> names.add(object.getName()));
    return names;
  }
}

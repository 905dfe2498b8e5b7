package app.tiktoktoe.media.blocklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class VideoBlocklistTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiza");
  private static final Cid ONE = Cid.ofRaw(new byte[] {1});
  private static final Cid TWO = Cid.ofRaw(new byte[] {2});
  private static final Cid THREE = Cid.ofRaw(new byte[] {3});
  private static final PerceptualHash LOOKS = new PerceptualHash(List.of(7L, -1L));

  private final Firestore firestore;
  private final VideoBlocklist blocklist;

  VideoBlocklistTest(Firestore firestore) {
    this.firestore = firestore;
    this.blocklist = new VideoBlocklist(firestore);
  }

  @Test
  void changesAreReadFromATimeOn() throws Exception {
    BlockedVideo one = new BlockedVideo(ONE, Optional.of(TWO), LOOKS, "harm");
    BlockedVideo three = new BlockedVideo(THREE, Optional.empty(), PerceptualHash.NONE, "spam");
    commit(batch -> blocklist.block(batch, one, "operator"));
    commit(batch -> blocklist.block(batch, three, ALICE.value()));
    List<VideoBlocklist.Change> all = blocklist.changes(Optional.empty());
    assertEquals(
        List.of(Optional.of(one), Optional.of(three)),
        all.stream().map(VideoBlocklist.Change::blocked).toList());
    commit(batch -> blocklist.unblock(batch, ONE, "operator"));
    Timestamp last = all.getLast().at();
    List<VideoBlocklist.Change> later = blocklist.changes(Optional.of(last));
    assertEquals(List.of(THREE, ONE), later.stream().map(VideoBlocklist.Change::id).toList());
    assertEquals(Optional.empty(), later.getLast().blocked());
    assertEquals(1, blocklist.changes(Optional.of(later.getLast().at())).size());
  }

  private interface Change {
    void addTo(WriteBatch batch);
  }

  private void commit(Change change) throws Exception {
    WriteBatch batch = firestore.batch();
    change.addTo(batch);
    batch.commit().get();
  }

  @Test
  void aVideoIsKnownByEitherFileAndByItsLooks() {
    BlockedVideo blocked = new BlockedVideo(ONE, Optional.of(TWO), LOOKS, "harm");
    assertTrue(blocked.matches(new VideoPrint(ONE, THREE, PerceptualHash.NONE)));
    assertTrue(blocked.matches(new VideoPrint(TWO, THREE, PerceptualHash.NONE)));
    assertTrue(blocked.matches(new VideoPrint(THREE, ONE, PerceptualHash.NONE)));
    assertTrue(blocked.matches(new VideoPrint(THREE, THREE, LOOKS)));
    assertFalse(blocked.matches(new VideoPrint(THREE, THREE, PerceptualHash.NONE)));
  }

  @Test
  void printsAreKeptByAccountAndBlob() {
    VideoPrints prints = new VideoPrints(firestore);
    VideoPrint print = new VideoPrint(ONE, TWO, LOOKS);
    prints.put(ALICE, print);
    prints.put(ALICE, new VideoPrint(ONE, THREE, LOOKS));
    prints.put(BOB, print);
    assertEquals(Optional.of(print), prints.find(ALICE, TWO));
    assertEquals(Optional.empty(), prints.find(ALICE, ONE));
    assertEquals(1, prints.documents(ALICE, 1).size());
    assertEquals(2, prints.documents(ALICE, 10).size());
    prints.delete(ALICE, TWO);
    prints.delete(ALICE, TWO);
    assertEquals(1, prints.documents(ALICE, 10).size());
    assertEquals(Optional.of(print), prints.find(BOB, TWO));
  }
}

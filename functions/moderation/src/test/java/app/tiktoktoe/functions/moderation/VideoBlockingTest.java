package app.tiktoktoe.functions.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditCheck;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class VideoBlockingTest {
  private static final Did SERVICE = Did.parse("did:web:tiktoktoe.test");
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:cccccccccccccccccccccccc");
  private static final Caller OPERATOR =
      new Caller(SERVICE, new Grant.Operator(), "", Instant.EPOCH);
  private static final Caller HOLDER = new Caller(BOB, new Grant.Full(), "", Instant.EPOCH);
  private static final PerceptualHash LOOKS = new PerceptualHash(List.of(1L, 2L));

  private final Firestore firestore;
  private final VideoBlocklist blocklist;
  private final VideoPrints prints;
  private final VideoBlocking blocking;

  VideoBlockingTest(Firestore firestore) {
    this.firestore = firestore;
    this.blocklist = new VideoBlocklist(firestore);
    this.prints = new VideoPrints(firestore);
    this.blocking =
        new VideoBlocking(
            blocklist,
            prints,
            new AuditTrail(firestore, InstantSource.system(), new SecureRandom()),
            SERVICE);
  }

  private static Cid cid(int file) {
    return Cid.ofRaw(new byte[] {(byte) file, 40});
  }

  private List<String> noted(int file) throws Exception {
    return firestore.collection("auditEntries").get().get().getDocuments().stream()
        .filter(entry -> cid(file).toString().equals(entry.getString("about")))
        .filter(entry -> entry.getId().startsWith(SERVICE + "~"))
        .map(entry -> entry.getString("kind") + " by " + entry.getString("by"))
        .toList();
  }

  @Test
  void aVideoOfAnAccountIsBlockedWithItsLooksAndTakenBack() throws Exception {
    prints.put(ALICE, new VideoPrint(cid(1), cid(2), LOOKS));
    BlockedVideo video = new BlockedVideo(cid(2), Optional.of(cid(1)), LOOKS, "harm");
    assertEquals(Optional.of(video), blocking.block(OPERATOR, cid(2), Optional.of(ALICE), "harm"));
    assertEquals(Optional.of(video), blocklist.find(cid(2)));
    assertTrue(blocking.unblock(HOLDER, cid(2)));
    assertEquals(Optional.empty(), blocklist.find(cid(2)));
    assertFalse(blocking.unblock(HOLDER, cid(2)));
    assertEquals(List.of("video_blocked by operator", "video_unblocked by " + BOB), noted(2));
    assertEquals(List.of(), new AuditCheck(firestore).chain(SERVICE));
  }

  @Test
  void aFileIsBlockedWithoutLooks() throws Exception {
    BlockedVideo file = blocking.block(HOLDER, cid(3), Optional.empty(), "harm").orElseThrow();
    assertEquals(PerceptualHash.NONE, file.looks());
    blocking.block(HOLDER, cid(3), Optional.empty(), "more harm");
    assertEquals("more harm", blocklist.find(cid(3)).orElseThrow().reason());
    assertEquals(2, noted(3).size());
  }

  @Test
  void aVideoThatTheAccountDoesNotHaveIsNotBlocked() throws Exception {
    prints.put(ALICE, new VideoPrint(cid(4), cid(5), LOOKS));
    assertEquals(Optional.empty(), blocking.block(OPERATOR, cid(5), Optional.of(BOB), "harm"));
    assertEquals(Optional.empty(), blocklist.find(cid(5)));
    assertEquals(List.of(), noted(5));
  }

  @Test
  void theListIsReadInPartsFromTheLastChangeOn() {
    for (int file = 10; file < 15; file++) {
      blocking.block(HOLDER, cid(file), Optional.empty(), "case " + file);
    }
    assertTrue(blocking.unblock(OPERATOR, cid(12)));
    List<String> reasons = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      VideoBlocklist.Page page = blocklist.page(2, cursor);
      page.entries().stream()
          .filter(entry -> entry.by().equals(BOB.value()))
          .forEach(entry -> reasons.add(entry.video().reason()));
      cursor = page.cursor();
    } while (cursor.isPresent());
    reasons.removeIf(reason -> !reason.startsWith("case"));
    assertEquals(List.of("case 14", "case 13", "case 11", "case 10"), reasons);
    for (String wrong : List.of("", "1", "1.1~", "1.1~..", "99999999999.1~a", "-1.1~a")) {
      assertThrows(
          IllegalArgumentException.class, () -> blocklist.page(2, Optional.of(wrong)), wrong);
    }
  }
}

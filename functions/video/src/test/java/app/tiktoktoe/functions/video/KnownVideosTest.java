package app.tiktoktoe.functions.video;

import static app.tiktoktoe.functions.video.VideoStack.bytes;
import static app.tiktoktoe.functions.video.VideoStack.did;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.BlobRenewal;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same file again is the same video, as long as the account has it. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownVideosTest {
  private static final byte[] FILE = bytes(300_000);
  private static final VideoBlob BLOB =
      new VideoBlob(Cid.ofRaw(new byte[] {7}), "video/mp4", 12_345);

  private final VideoStack stack;
  private final VideoPrints prints;
  private String ann = "";

  KnownVideosTest(Firestore firestore) throws Exception {
    this.stack = new VideoStack(firestore);
    this.prints = new VideoPrints(firestore);
  }

  @BeforeEach
  void anAccountWithAVideo() throws Exception {
    ann = PartsAccount.fresh(stack).name();
    Answer first = upload(ann);
    assertEquals("JOB_STATE_CREATED", first.text("state"));
    Claim claim = stack.jobs.claim(new JobId(first.text("jobId")));
    Claim.Granted granted = assertInstanceOf(Claim.Granted.class, claim);
    prints.put(did(ann), new VideoPrint(Cid.ofRaw(FILE), BLOB.cid(), PerceptualHash.NONE));
    blob().set(fields("temporary")).get();
    granted.lease().complete(BLOB);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  private DocumentReference blob() {
    return stack.firestore.document("repos/" + did(ann) + "/blobs/" + BLOB.cid());
  }

  private static Map<String, Object> fields(String state) {
    return Map.of(
        "mimeType", "video/mp4",
        "size", BLOB.sizeBytes(),
        "state", state,
        "refs", List.of(),
        "createdAt", Timestamp.ofTimeSecondsAndNanos(0, 0));
  }

  private Answer upload(String account) throws Exception {
    return VideoStack.send(
        stack
            .request("app.bsky.video.uploadVideo")
            .header("Authorization", "Bearer " + account)
            .header("Content-Type", "video/mp4")
            .POST(BodyPublishers.ofByteArray(FILE))
            .build());
  }

  @Test
  void theSameFileAgainIsDoneAtOnce() throws Exception {
    List<String> before = stack.objects(did(ann).value());
    Answer again = upload(ann);
    assertEquals("200 already_exists", again.error());
    for (String where : List.of("", "/jobStatus")) {
      assertEquals("JOB_STATE_COMPLETED", again.json().at(where + "/state").asText());
      assertEquals(100, again.json().at(where + "/progress").asInt());
      assertEquals(BLOB.json().toString(), again.json().at(where + "/blob").toString());
      assertEquals("Video already processed", again.json().at(where + "/message").asText());
    }
    Answer status = stack.get("app.bsky.video.getJobStatus?jobId=" + again.text("jobId"), ann);
    assertEquals("JOB_STATE_COMPLETED", status.json().at("/jobStatus/state").asText());
    assertEquals(BLOB.json().toString(), status.json().at("/jobStatus/blob").toString());
    assertEquals(before, stack.objects(did(ann).value()));
    assertEquals(
        stack.clock.instant().getEpochSecond(),
        Objects.requireNonNull(blob().get().get().getTimestamp("createdAt")).getSeconds());
    assertEquals(23, stack.jobs.allowance(did(ann)).videos());
  }

  @Test
  void anotherAccountsFileIsNotKnown() throws Exception {
    String ben = PartsAccount.fresh(stack).name();
    assertEquals("JOB_STATE_CREATED", upload(ben).text("state"));
    assertTrue(stack.hasObjects(ben));
  }

  @Test
  void whatIsGoneOrDownIsMadeAgain() throws Exception {
    for (String state : List.of("takendown", "missing")) {
      blob().set(fields(state)).get();
      assertEquals("JOB_STATE_CREATED", upload(ann).text("state"));
    }
    blob().delete().get();
    assertEquals("JOB_STATE_CREATED", upload(ann).text("state"));
    assertFalse(blob().get().get().exists());
  }

  private static void costs(long reads, long writes, KnownVideos known, String account, byte[] file)
      throws Exception {
    Usage usage = new Usage();
    Optional<VideoBlob> found = usage.during(() -> known.find(did(account), Cid.ofRaw(file)));
    assertEquals(writes > 0, found.isPresent());
    assertEquals(List.of(reads, writes), List.of(usage.reads(), usage.writes()));
  }

  @Test
  void askingCostsARead() throws Exception {
    GoogleClients clients = new GoogleClients(Environment.of(VideoStack.environment()));
    KnownVideos known =
        new KnownVideos(
            new VideoPrints(clients.firestore()),
            new BlobRenewal(clients.firestore(), stack.clock));
    costs(1, 0, known, ann, bytes(5));
    costs(2, 1, known, ann, FILE);
    clients.firestore().close();
  }
}

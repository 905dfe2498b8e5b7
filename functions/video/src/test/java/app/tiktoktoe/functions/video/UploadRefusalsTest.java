package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.UploadSessions;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadRefusalsTest extends UploadTest {
  UploadRefusalsTest(Firestore firestore) throws Exception {
    super(new VideoStack(firestore));
  }

  @Test
  void whatCannotBecomeAVideoIsRefusedFirst() throws Exception {
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("400 VideoTooLarge", ann.start(mp4 + "300000001").error());
    assertEquals("400 VideoTooLarge", ann.start(mp4 + "9000000000000000000").error());
    assertEquals("400 InvalidRequest", ann.start(mp4 + "0").error());
    assertEquals("400 InvalidRequest", ann.start("\"mimeType\":\"video/mp4\"").error());
    assertEquals(
        "400 UnsupportedContentType",
        ann.start("\"mimeType\":\"image/png\",\"sizeBytes\":1").error());
    assertEquals("400 VideoTooLong", ann.start(mp4 + "1,\"durationMs\":180001").error());
    assertEquals("400 BadAspectRatio", ann.start(mp4 + "1,\"width\":301,\"height\":100").error());
    assertEquals("400 BadAspectRatio", ann.start(mp4 + "1,\"width\":0,\"height\":100").error());
    assertEquals(List.of(), stack.jobsOf(ann.name()));
    String good = ",\"durationMs\":180000,\"width\":100,\"height\":300";
    assertEquals(200, ann.start(mp4 + "300000000" + good).status());
    assertEquals(200, ann.start("\"mimeType\":\"Video/MP4;codecs=avc1\",\"sizeBytes\":1").status());
  }

  @Test
  void whoMayNotUploadLearnsItBefore() throws Exception {
    String one = "\"mimeType\":\"video/mp4\",\"sizeBytes\":1";
    for (String status : List.of("takendown", "deactivated", "deleted")) {
      stack.accounts(status, ann.name());
      assertEquals("403 UploadForbidden", ann.start(one).error());
      Answer limits = stack.get("app.bsky.video.getUploadLimits", ann.name());
      assertEquals("200 UploadForbidden", limits.error());
      assertFalse(limits.json().path("canUpload").asBoolean(true));
    }
    assertEquals(List.of(), stack.jobsOf(ann.name()));
    stack.accounts("active", ann.name());
    assertEquals(200, ann.start(one).status());
  }

  @Test
  void aDayHasItsLimits() throws Exception {
    stack.jobs.open(ann.did(), JobId.random(new SecureRandom()), 9_999_999_000L);
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("400 VideoTooLarge", ann.start(mp4 + "1001").error());
    String id = ann.started(1000);
    assertEquals("400 DailyLimitExceeded", ann.start(mp4 + "1").error());
    Answer limits = stack.get("app.bsky.video.getUploadLimits", ann.name());
    assertEquals("200 DailyLimitExceeded", limits.error());
    assertEquals("The daily upload limit is reached", limits.text("message"));
    assertEquals("aborted", ann.abort(id).text("state"));
    assertEquals(1000, ann.left().bytes());
    assertTrue(
        stack
            .get("app.bsky.video.getUploadLimits", ann.name())
            .json()
            .path("canUpload")
            .asBoolean());
  }

  @Test
  void whoHasNoRoomLeftLearnsItBefore() throws Exception {
    stack
        .firestore
        .collection("repos/" + ann.did() + "/blobs")
        .document("one")
        .set(Map.of("state", "referenced", "size", 49_999_999_000L))
        .get();
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("403 UploadForbidden", ann.start(mp4 + "1001").error());
    assertEquals(200, ann.start(mp4 + "1000").status());
    assertEquals("200 ", stack.get("app.bsky.video.getUploadLimits", ann.name()).error());
  }

  @Test
  void fewUploadsMayBeOpen() throws Exception {
    for (int i = 0; i < UploadSessions.MAX_OPEN; i++) {
      ann.started(1);
    }
    assertEquals(
        "400 TooManyOpenUploads", ann.start("\"mimeType\":\"video/mp4\",\"sizeBytes\":1").error());
  }
}

package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadSessions;
import com.google.cloud.firestore.Firestore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadEndsTest extends UploadTest {
  private static final int PART = PartsAccount.PART;

  UploadEndsTest(Firestore firestore) throws Exception {
    super(new VideoStack(firestore));
  }

  @Test
  void whatIsNotAVideoFails() throws Exception {
    byte[] text = "#EXTM3U is a playlist".getBytes(StandardCharsets.US_ASCII);
    String id = ann.uploaded(text);
    assertEquals("400 UnsupportedContentType", ann.finish(id).error());
    assertEquals("400 UploadFailed", ann.finish(id).error());
    assertEquals("400 UploadFailed", ann.put(id, 1, text).error());
    assertEquals("failed", ann.state(id));
    String reason = ann.status(id).text("failureReason");
    assertEquals("The file is not a video of a kind that is supported", reason);
    assertEquals(reason, ann.finish(id).text("message"));
    assertEquals(reason, ann.abort(id).text("failureReason"));
    assertFalse(stack.hasObjects(ann.name()));
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(Allowance.OF_A_DAY, ann.left());
    Answer job = stack.get("app.bsky.video.getJobStatus?jobId=" + id, ann.name());
    assertEquals("validation_failure", job.json().at("/jobStatus/failureCode").asText());
  }

  @Test
  void anAbortedUploadIsGone() throws Exception {
    String id = ann.started(PART + 1);
    ann.put(id, 1, PartsAccount.video(PART));
    assertEquals("{\"state\":\"aborted\"}", ann.abort(id).json().toString());
    assertEquals("{\"state\":\"aborted\"}", ann.abort(id).json().toString());
    assertEquals("aborted", ann.state(id));
    assertEquals("400 UploadAborted", ann.put(id, 1, PartsAccount.video(PART)).error());
    assertEquals("400 UploadAborted", ann.finish(id).error());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(Allowance.OF_A_DAY, ann.left());
  }

  @Test
  void anUploadExpires() throws Exception {
    byte[] video = PartsAccount.video(100);
    String id = ann.uploaded(video);
    stack.clock.advance(UploadSessions.LIFE);
    assertEquals("expired", ann.state(id));
    assertEquals("400 UploadExpired", ann.put(id, 1, video).error());
    assertEquals("400 UploadExpired", ann.finish(id).error());
    assertEquals("{\"state\":\"expired\"}", ann.abort(id).json().toString());
    assertFalse(stack.hasObjects(ann.name()));
  }

  @Test
  void whileItIsFinishedNothingElseHappens() throws Exception {
    byte[] video = PartsAccount.video(100);
    String id = ann.uploaded(video);
    ann.sessions.begin(ann.upload(id));
    assertEquals("finishing", ann.state(id));
    assertEquals("400 UploadNotReady", ann.put(id, 1, video).error());
    assertEquals("400 UploadNotReady", ann.finish(id).error());
    assertEquals("400 UploadNotReady", ann.abort(id).error());
  }

  @Test
  void whoCrashesBeforeTheCompositionIsFollowed() throws Exception {
    byte[] video = PartsAccount.video(100);
    String id = ann.uploaded(video);
    ann.sessions.begin(ann.upload(id));
    stack.clock.advance(Duration.ofMinutes(1));
    assertEquals("created", ann.state(id));
    assertEquals(200, ann.put(id, 1, video).status());
    assertEquals(200, ann.finish(id).status());
    assertArrayEquals(video, ann.original(id));
  }

  @Test
  void whoCrashesAfterTheCompositionIsFollowed() throws Exception {
    byte[] video = PartsAccount.video(PART + 100);
    String id = ann.uploaded(video);
    Upload begun = ann.sessions.begin(ann.upload(id));
    assertTrue(ann.parts.compose(begun, ann.parts.list(begun).values()));
    long generation = stack.storage.get("uploads", ann.did() + "/" + id).getGeneration();
    stack.clock.advance(Duration.ofMinutes(1));
    assertEquals(200, ann.finish(id).status());
    assertEquals(generation, stack.storage.get("uploads", ann.did() + "/" + id).getGeneration());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals("completed", ann.state(id));
  }

  @Test
  void aWorkerMayBeFasterThanWhoFinishes() throws Exception {
    byte[] video = PartsAccount.video(100);
    String id = ann.uploaded(video);
    Upload begun = ann.sessions.begin(ann.upload(id));
    assertTrue(ann.parts.compose(begun, ann.parts.list(begun).values()));
    assertTrue(stack.jobs.claim(begun.id()) instanceof Claim.Granted);
    assertEquals("completed", ann.state(id));
    assertEquals("400 UploadAlreadyCompleted", ann.put(id, 1, video).error());
    assertEquals("completed", ann.abort(id).text("state"));
    Answer finished = ann.finish(id);
    assertEquals("JOB_STATE_ENCODING", finished.json().at("/jobStatus/state").asText());
  }

  @Test
  void aPartThatChangesWhileItIsComposedIsNotTaken() throws Exception {
    String id = ann.uploaded(PartsAccount.video(100));
    Upload begun = ann.sessions.begin(ann.upload(id));
    var listed = ann.parts.list(begun).values();
    ann.parts.store(begun.id(), 1, new ByteArrayInputStream(PartsAccount.video(100)), 100);
    assertFalse(ann.parts.compose(begun, listed));
    assertFalse(stack.hasObjects(ann.name()));
  }
}

package app.tiktoktoe.functions.video;

import static app.tiktoktoe.functions.video.VideoStack.did;
import static app.tiktoktoe.functions.video.VideoStack.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadInPartsTest {
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static final String NO_UPLOAD = "a".repeat(26);
  private static final int PART = Math.toIntExact(UploadPlan.PART_BYTES);

  private final VideoStack stack;
  private final UploadSessions sessions;
  private final Parts parts;
  private String ann = "";

  UploadInPartsTest(Firestore firestore) throws Exception {
    this.stack = new VideoStack(firestore);
    this.sessions = new UploadSessions(firestore, stack.jobs, stack.clock);
    this.parts = new Parts(() -> stack.storage, "uploads");
  }

  @BeforeEach
  void newAccount() throws Exception {
    ann = "u" + ACCOUNTS.incrementAndGet();
    stack.accounts("active", ann);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  private static byte[] video(int sizeBytes) {
    byte[] bytes = VideoStack.bytes(sizeBytes);
    byte[] head = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
    return bytes;
  }

  private static byte[] part(byte[] video, int number) {
    return Arrays.copyOfRange(video, (number - 1) * PART, Math.min(number * PART, video.length));
  }

  private Answer start(String more) throws Exception {
    return stack.post("app.bsky.video.startUpload", ann, "{" + more + "}");
  }

  private String started(long sizeBytes) throws Exception {
    Answer answer = start("\"mimeType\":\"video/mp4\",\"sizeBytes\":" + sizeBytes);
    assertEquals(200, answer.status(), answer.json()::toString);
    return answer.text("jobId");
  }

  private Answer put(String account, String id, long number, BodyPublisher body) throws Exception {
    return send(
        stack
            .request("app.bsky.video.uploadPart?jobId=" + id + "&partNumber=" + number)
            .header("Authorization", "Bearer " + account)
            .header("Content-Type", "application/octet-stream")
            .POST(body)
            .build());
  }

  private Answer put(String id, long number, byte[] bytes) throws Exception {
    return put(ann, id, number, BodyPublishers.ofByteArray(bytes));
  }

  private String uploaded(byte[] video) throws Exception {
    String id = started(video.length);
    for (int number = 1; number <= Math.ceilDiv(video.length, PART); number++) {
      assertEquals(200, put(id, number, part(video, number)).status());
    }
    return id;
  }

  private Answer finish(String id) throws Exception {
    return stack.post("app.bsky.video.finishUpload", ann, "{\"jobId\":\"" + id + "\"}");
  }

  private Answer abort(String id) throws Exception {
    return stack.post("app.bsky.video.abortUpload", ann, "{\"jobId\":\"" + id + "\"}");
  }

  private Answer status(String id) throws Exception {
    return stack.get("app.bsky.video.getUploadStatus?jobId=" + id, ann);
  }

  private String state(String id) throws Exception {
    return status(id).text("state");
  }

  private byte[] original(String id) {
    return stack.storage.readAllBytes("uploads", did(ann) + "/" + id);
  }

  private Upload upload(String id) {
    return sessions.find(did(ann), new JobId(id)).orElseThrow();
  }

  private Allowance left() {
    return stack.jobs.allowance(did(ann));
  }

  @Test
  void anUploadInPartsIsWhole() throws Exception {
    byte[] video = video(2 * PART + 12345);
    Answer started =
        start("\"mimeType\":\"video/mp4\",\"name\":\"a\",\"sizeBytes\":" + video.length);
    String id = started.text("jobId");
    assertEquals(PART, started.json().path("partSizeBytes").asInt());
    assertEquals(3, started.json().path("partCount").asInt());
    assertEquals(
        stack.clock.instant().plus(Duration.ofDays(1)).toString(), started.text("expiresAt"));
    assertEquals("created", state(id));
    Answer third = put(id, 3, part(video, 3));
    assertEquals("{\"partNumber\":3,\"sizeBytes\":12345}", third.json().toString());
    assertEquals("[3]", status(id).json().path("receivedParts").toString());
    assertEquals("400 MissingParts", finish(id).error());
    assertEquals("Missing parts: 1, 2", finish(id).text("message"));
    assertEquals(200, put(id, 2, new byte[PART]).status());
    for (int number : List.of(2, 1, 1)) {
      assertEquals(200, put(id, number, part(video, number)).status());
    }
    assertEquals("[1,2,3]", status(id).json().path("receivedParts").toString());
    assertFalse(stack.hasObjects(ann));
    Answer finished = finish(id);
    assertEquals(id, finished.text("completedJobId"));
    assertEquals("JOB_STATE_CREATED", finished.json().at("/jobStatus/state").asText());
    assertArrayEquals(video, original(id));
    assertEquals("video/mp4", stack.storage.get("uploads", did(ann) + "/" + id).getContentType());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(finished.json(), finish(id).json());
    Answer status = status(id);
    assertEquals("completed", status.text("state"));
    assertEquals(id, status.text("completedJobId"));
    assertEquals(finished.json().path("jobStatus"), status.json().path("jobStatus"));
    assertEquals("[1,2,3]", status.json().path("receivedParts").toString());
    assertEquals("400 UploadAlreadyCompleted", put(id, 1, part(video, 1)).error());
    Answer aborted = abort(id);
    assertEquals("completed", aborted.text("state"));
    assertEquals(id, aborted.text("completedJobId"));
    assertEquals(1, stack.jobsOf(ann).size());
  }

  @Test
  void partsAndFinishesAtOnceMakeOneJob() throws Exception {
    byte[] video = video(16 * PART - 1);
    String id = started(video.length);
    List<Callable<Answer>> puts = new ArrayList<>();
    for (int number = 1; number <= 16; number++) {
      int now = number;
      puts.add(() -> put(id, now, part(video, now)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Answer> put : threads.invokeAll(puts)) {
        assertEquals(200, put.get().status(), put.get().json()::toString);
      }
      List<String> ends = new ArrayList<>();
      for (Future<Answer> end :
          threads.invokeAll(List.<Callable<Answer>>of(() -> finish(id), () -> finish(id)))) {
        ends.add(end.get().status() == 200 ? "200" : end.get().error());
      }
      assertTrue(ends.contains("200"), ends::toString);
      assertTrue(List.of("200", "400 UploadNotReady").containsAll(ends), ends::toString);
    }
    assertEquals(200, finish(id).status());
    assertArrayEquals(video, original(id));
    assertEquals(1, stack.jobsOf(ann).size());
    assertEquals(List.of(did(ann) + "/" + id), stack.objects(did(ann).value()));
  }

  @Test
  void whatCannotBecomeAVideoIsRefusedFirst() throws Exception {
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("400 VideoTooLarge", start(mp4 + "300000001").error());
    assertEquals("400 VideoTooLarge", start(mp4 + "9000000000000000000").error());
    assertEquals("400 InvalidRequest", start(mp4 + "0").error());
    assertEquals("400 InvalidRequest", start("\"mimeType\":\"video/mp4\"").error());
    assertEquals(
        "400 UnsupportedContentType", start("\"mimeType\":\"image/png\",\"sizeBytes\":1").error());
    assertEquals("400 VideoTooLong", start(mp4 + "1,\"durationMs\":180001").error());
    assertEquals("400 BadAspectRatio", start(mp4 + "1,\"width\":301,\"height\":100").error());
    assertEquals("400 BadAspectRatio", start(mp4 + "1,\"width\":0,\"height\":100").error());
    assertEquals(List.of(), stack.jobsOf(ann));
    String good = ",\"durationMs\":180000,\"width\":100,\"height\":300";
    assertEquals(200, start(mp4 + "300000000" + good).status());
    assertEquals(200, start("\"mimeType\":\"Video/MP4;codecs=avc1\",\"sizeBytes\":1").status());
  }

  @Test
  void whoMayNotUploadLearnsItBefore() throws Exception {
    String one = "\"mimeType\":\"video/mp4\",\"sizeBytes\":1";
    for (String status : List.of("takendown", "deactivated", "deleted")) {
      stack.accounts(status, ann);
      assertEquals("403 UploadForbidden", start(one).error());
      Answer limits = stack.get("app.bsky.video.getUploadLimits", ann);
      assertEquals("200 UploadForbidden", limits.error());
      assertFalse(limits.json().path("canUpload").asBoolean(true));
    }
    assertEquals(List.of(), stack.jobsOf(ann));
    stack.accounts("active", ann);
    assertEquals(200, start(one).status());
  }

  @Test
  void aDayHasItsLimits() throws Exception {
    stack.jobs.open(did(ann), JobId.random(new SecureRandom()), 9_999_999_000L);
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("400 VideoTooLarge", start(mp4 + "1001").error());
    String id = started(1000);
    assertEquals("400 DailyLimitExceeded", start(mp4 + "1").error());
    Answer limits = stack.get("app.bsky.video.getUploadLimits", ann);
    assertEquals("200 DailyLimitExceeded", limits.error());
    assertEquals("The daily upload limit is reached", limits.text("message"));
    assertEquals("aborted", abort(id).text("state"));
    assertEquals(1000, left().bytes());
    assertTrue(
        stack.get("app.bsky.video.getUploadLimits", ann).json().path("canUpload").asBoolean());
  }

  @Test
  void whoHasNoRoomLeftLearnsItBefore() throws Exception {
    stack
        .firestore
        .collection("repos/" + did(ann) + "/blobs")
        .document("one")
        .set(Map.of("state", "referenced", "size", 49_999_999_000L))
        .get();
    String mp4 = "\"mimeType\":\"video/mp4\",\"sizeBytes\":";
    assertEquals("403 UploadForbidden", start(mp4 + "1001").error());
    assertEquals(200, start(mp4 + "1000").status());
    assertEquals("200 ", stack.get("app.bsky.video.getUploadLimits", ann).error());
  }

  @Test
  void fewUploadsMayBeOpen() throws Exception {
    for (int i = 0; i < UploadSessions.MAX_OPEN; i++) {
      started(1);
    }
    assertEquals(
        "400 TooManyOpenUploads", start("\"mimeType\":\"video/mp4\",\"sizeBytes\":1").error());
  }

  @Test
  void aPartMustBeOneOfThem() throws Exception {
    String id = started(PART + 5);
    byte[] last = new byte[5];
    for (long number : List.of(3L, 4294967297L)) {
      assertEquals("400 InvalidPartNumber", put(id, number, last).error());
    }
    assertEquals("400 InvalidRequest", put(id, 0, last).error());
    assertEquals("400 PartSizeMismatch", put(id, 1, last).error());
    assertEquals("400 PartSizeMismatch", put(id, 2, new byte[6]).error());
    assertEquals("400 PartSizeMismatch", put(id, 2, new byte[0]).error());
    assertEquals(
        "400 PartSizeMismatch",
        put(ann, id, 2, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(last)))
            .error());
    assertEquals("400 UploadNotFound", put(NO_UPLOAD, 1, last).error());
    assertEquals("400 UploadNotFound", put("x", 1, last).error());
    stack.accounts("active", "stranger");
    assertEquals(
        "400 UploadNotFound", put("stranger", id, 2, BodyPublishers.ofByteArray(last)).error());
    assertEquals(List.of(), stack.objects("parts/" + id));
    for (String unknown : List.of(NO_UPLOAD, "x")) {
      assertEquals("400 UploadNotFound", finish(unknown).error());
      assertEquals("400 UploadNotFound", abort(unknown).error());
      assertEquals("400 UploadNotFound", status(unknown).error());
    }
  }

  @Test
  void aPartThatBreaksOffIsNotThere() throws Exception {
    String id = started(PART);
    try (Socket socket = new Socket("localhost", stack.port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /xrpc/app.bsky.video.uploadPart?jobId="
              + id
              + "&partNumber=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + ann
              + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
              + PART
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(VideoStack.bytes(PART / 2));
      out.flush();
    }
    assertEquals("400 MissingParts", finish(id).error());
    assertEquals(200, put(id, 1, video(PART)).status());
    assertEquals(200, finish(id).status());
    assertArrayEquals(video(PART), original(id));
  }

  @Test
  void whatIsNotAVideoFails() throws Exception {
    byte[] text = "#EXTM3U is a playlist".getBytes(StandardCharsets.US_ASCII);
    String id = uploaded(text);
    assertEquals("400 UnsupportedContentType", finish(id).error());
    assertEquals("400 UploadFailed", finish(id).error());
    assertEquals("400 UploadFailed", put(id, 1, text).error());
    assertEquals("failed", state(id));
    String reason = status(id).text("failureReason");
    assertEquals("The file is not a video of a kind that is supported", reason);
    assertEquals(reason, finish(id).text("message"));
    assertEquals(reason, abort(id).text("failureReason"));
    assertFalse(stack.hasObjects(ann));
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(Allowance.OF_A_DAY, left());
    Answer job = stack.get("app.bsky.video.getJobStatus?jobId=" + id, ann);
    assertEquals("validation_failure", job.json().at("/jobStatus/failureCode").asText());
  }

  @Test
  void anAbortedUploadIsGone() throws Exception {
    String id = started(PART + 1);
    put(id, 1, video(PART));
    assertEquals("{\"state\":\"aborted\"}", abort(id).json().toString());
    assertEquals("{\"state\":\"aborted\"}", abort(id).json().toString());
    assertEquals("aborted", state(id));
    assertEquals("400 UploadAborted", put(id, 1, video(PART)).error());
    assertEquals("400 UploadAborted", finish(id).error());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(Allowance.OF_A_DAY, left());
  }

  @Test
  void anUploadExpires() throws Exception {
    byte[] video = video(100);
    String id = uploaded(video);
    stack.clock.advance(UploadSessions.LIFE);
    assertEquals("expired", state(id));
    assertEquals("400 UploadExpired", put(id, 1, video).error());
    assertEquals("400 UploadExpired", finish(id).error());
    assertEquals("{\"state\":\"expired\"}", abort(id).json().toString());
    assertFalse(stack.hasObjects(ann));
  }

  @Test
  void whileItIsFinishedNothingElseHappens() throws Exception {
    byte[] video = video(100);
    String id = uploaded(video);
    sessions.begin(upload(id));
    assertEquals("finishing", state(id));
    assertEquals("400 UploadNotReady", put(id, 1, video).error());
    assertEquals("400 UploadNotReady", finish(id).error());
    assertEquals("400 UploadNotReady", abort(id).error());
  }

  @Test
  void whoCrashesBeforeTheCompositionIsFollowed() throws Exception {
    byte[] video = video(100);
    String id = uploaded(video);
    sessions.begin(upload(id));
    stack.clock.advance(Duration.ofMinutes(1));
    assertEquals("created", state(id));
    assertEquals(200, put(id, 1, video).status());
    assertEquals(200, finish(id).status());
    assertArrayEquals(video, original(id));
  }

  @Test
  void whoCrashesAfterTheCompositionIsFollowed() throws Exception {
    byte[] video = video(PART + 100);
    String id = uploaded(video);
    Upload begun = sessions.begin(upload(id));
    assertTrue(parts.compose(begun, parts.list(begun).values()));
    long generation = stack.storage.get("uploads", did(ann) + "/" + id).getGeneration();
    stack.clock.advance(Duration.ofMinutes(1));
    assertEquals(200, finish(id).status());
    assertEquals(generation, stack.storage.get("uploads", did(ann) + "/" + id).getGeneration());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals("completed", state(id));
  }

  @Test
  void aWorkerMayBeFasterThanWhoFinishes() throws Exception {
    byte[] video = video(100);
    String id = uploaded(video);
    Upload begun = sessions.begin(upload(id));
    assertTrue(parts.compose(begun, parts.list(begun).values()));
    assertTrue(stack.jobs.claim(begun.id()) instanceof Claim.Granted);
    assertEquals("completed", state(id));
    assertEquals("400 UploadAlreadyCompleted", put(id, 1, video).error());
    assertEquals("completed", abort(id).text("state"));
    Answer finished = finish(id);
    assertEquals("JOB_STATE_ENCODING", finished.json().at("/jobStatus/state").asText());
  }

  @Test
  void aPartThatChangesWhileItIsComposedIsNotTaken() throws Exception {
    String id = uploaded(video(100));
    Upload begun = sessions.begin(upload(id));
    var listed = parts.list(begun).values();
    parts.store(begun.id(), 1, new ByteArrayInputStream(video(100)), 100);
    assertFalse(parts.compose(begun, listed));
    assertFalse(stack.hasObjects(ann));
  }

  @Test
  void aPartOfAnotherSizeDoesNotCount() throws Exception {
    String id = started(100);
    stack.storage.create(
        BlobInfo.newBuilder("uploads", "parts/" + id + "/00001").build(), new byte[99]);
    assertEquals("[]", status(id).json().path("receivedParts").toString());
    assertEquals("400 MissingParts", finish(id).error());
  }
}

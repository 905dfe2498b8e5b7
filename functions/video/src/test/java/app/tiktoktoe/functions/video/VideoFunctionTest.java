package app.tiktoktoe.functions.video;

import static app.tiktoktoe.functions.video.VideoStack.bytes;
import static app.tiktoktoe.functions.video.VideoStack.did;
import static app.tiktoktoe.functions.video.VideoStack.send;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.firestore.Firestore;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VideoFunctionTest {
  private static final String UPLOAD = "app.bsky.video.uploadVideo";

  private final VideoStack stack;

  VideoFunctionTest(Firestore firestore) throws Exception {
    this.stack = new VideoStack(firestore);
    stack.accounts("active", "ann", "ben", "cat", "dan", "eve", "fay");
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  private Answer upload(String account, String query, String type, BodyPublisher body)
      throws Exception {
    return send(
        stack
            .request(UPLOAD + query)
            .header("Authorization", "Bearer " + account)
            .header("Content-Type", type)
            .POST(body)
            .build());
  }

  private Answer upload(String account, byte[] bytes) throws Exception {
    return upload(account, "", "video/mp4", BodyPublishers.ofByteArray(bytes));
  }

  @Test
  void anUploadAnswersInBothShapesAndIsStoredWhole() throws Exception {
    byte[] video = bytes(3_000_001);
    String query = "?did=did%3Aweb%3Aann.test&name=clip.mp4";
    Answer answer = upload("ann", query, "video/quicktime", BodyPublishers.ofByteArray(video));
    assertEquals(200, answer.status(), answer.json()::toString);
    JsonNode status = answer.json().path("jobStatus");
    assertEquals("JOB_STATE_CREATED", status.path("state").asText());
    for (String field : List.of("jobId", "did", "state")) {
      assertEquals(status.get(field), answer.json().get(field));
    }
    String jobId = status.path("jobId").asText();
    assertArrayEquals(video, stack.storage.readAllBytes("uploads", did("ann") + "/" + jobId));
    assertEquals(
        status,
        send(stack.request("app.bsky.video.getJobStatus?jobId=" + jobId).build())
            .json()
            .path("jobStatus"));
    JsonNode limits = stack.get("app.bsky.video.getUploadLimits", "ann").json();
    assertTrue(limits.path("canUpload").asBoolean());
    assertEquals(24, limits.path("remainingDailyVideos").asInt());
    assertEquals(10_000_000_000L - video.length, limits.path("remainingDailyBytes").asLong());
  }

  @Test
  void aStreamOfUnknownLengthIsTaken() throws Exception {
    byte[] video = bytes(600_000);
    Answer answer =
        upload(
            "ben",
            "",
            "video/mp4",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(video)));
    assertEquals(200, answer.status());
    String name = did("ben") + "/" + answer.json().path("jobId").asText();
    assertArrayEquals(video, stack.storage.readAllBytes("uploads", name));
  }

  @Test
  void whatIsRefusedLeavesNothing() throws Exception {
    BodyPublisher one = BodyPublishers.ofByteArray(bytes(1));
    assertEquals("400 InvalidRequest", upload("cat", new byte[0]).error());
    assertEquals("400 InvalidRequest", upload("cat", "", "image/png", one).error());
    assertEquals(
        "400 InvalidRequest", upload("cat", "?did=did:web:ann.test", "video/mp4", one).error());
    byte[] large = new byte[(int) UploadVideo.LIMIT_BYTES + 1];
    assertEquals("413 PayloadTooLarge", upload("cat", large).error());
    assertEquals(List.of(), stack.jobsOf("cat"));
    assertEquals(
        "413 PayloadTooLarge",
        upload(
                "cat",
                "",
                "video/mp4",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
            .error());
    assertEquals("JOB_STATE_FAILED", stack.jobsOf("cat").getFirst().getString("state"));
    assertFalse(stack.hasObjects("cat"));
    assertEquals(Allowance.OF_A_DAY, stack.jobs.allowance(did("cat")));
    assertEquals(
        "401 AuthMissing",
        send(stack.request(UPLOAD).header("Content-Type", "video/mp4").POST(one).build()).error());
  }

  @Test
  void anUploadThatBreaksOffFails() throws Exception {
    try (Socket socket = new Socket("localhost", stack.served.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /xrpc/"
              + UPLOAD
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer dan\r\n"
              + "Content-Type: video/mp4\r\nContent-Length: 1000000\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(bytes(400_000));
      out.flush();
      while (stack.jobsOf("dan").isEmpty()) {
        Thread.sleep(20);
      }
    }
    while (!"JOB_STATE_FAILED".equals(stack.jobsOf("dan").getFirst().getString("state"))) {
      Thread.sleep(20);
    }
    assertFalse(stack.hasObjects("dan"));
    assertEquals(Allowance.OF_A_DAY, stack.jobs.allowance(did("dan")));
  }

  @Test
  void aDayHasItsLimit() throws Exception {
    for (int i = 0; i < Allowance.OF_A_DAY.videos(); i++) {
      stack.jobs.open(did("eve"), JobId.random(new SecureRandom()), 1);
    }
    assertEquals("400 DailyLimitExceeded", upload("eve", bytes(1)).error());
    Answer limits = stack.get("app.bsky.video.getUploadLimits", "eve");
    assertFalse(limits.json().path("canUpload").asBoolean(true));
    assertEquals("200 DailyLimitExceeded", limits.error());
    assertFalse(stack.hasObjects("eve"));
  }

  @Test
  void theStatusSaysHowAJobEnded() throws Exception {
    JobId id = new JobId(upload("fay", bytes(10)).json().path("jobId").asText());
    if (stack.jobs.claim(id) instanceof Claim.Granted(var lease)) {
      lease.complete(new VideoBlob(Cid.ofRaw(bytes(3)), "video/mp4", 3));
    }
    JsonNode status = stack.get("app.bsky.video.getJobStatus?jobId=" + id, "fay").json();
    assertEquals("JOB_STATE_COMPLETED", status.at("/jobStatus/state").asText());
    assertEquals(3, status.at("/jobStatus/blob/size").asInt());
    Job failed =
        stack.jobs.find(new JobId(upload("fay", bytes(10)).json().path("jobId").asText())).get();
    stack.jobs.fail(failed, JobFailure.invalid("no"));
    status = stack.get("app.bsky.video.getJobStatus?jobId=" + failed.id(), "fay").json();
    assertEquals("validation_failure", status.at("/jobStatus/failureCode").asText());
    assertEquals(JobState.FAILED.text(), status.at("/jobStatus/state").asText());
  }

  @Test
  void anUnknownJobIsRefused() throws Exception {
    for (String query : List.of("?jobId=x", "?jobId=" + "a".repeat(26), "")) {
      assertEquals(
          "400 InvalidRequest", stack.get("app.bsky.video.getJobStatus" + query, "ann").error());
    }
  }
}

package app.tiktoktoe.functions.video;

import static app.tiktoktoe.functions.video.VideoStack.bytes;
import static app.tiktoktoe.functions.video.VideoStack.did;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectUploadTest {
  private static final String START = "app.tiktoktoe.video.startDirectUpload";
  private static final int KEPT = 512 * 1024;

  private final VideoStack stack;

  DirectUploadTest(Firestore firestore) throws Exception {
    this.stack = new VideoStack(firestore);
    stack.accounts("active", "ann", "ben", "cat");
    stack.accounts("takendown", "dan");
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  private Answer start(String account, long sizeBytes) throws Exception {
    return stack.post(
        START, account, "{\"mimeType\":\"video/mp4\",\"sizeBytes\":" + sizeBytes + "}");
  }

  private Answer call(String method, String account, String id) throws Exception {
    return stack.post("app.bsky.video." + method, account, "{\"jobId\":\"" + id + "\"}");
  }

  private Answer status(String account, String id) throws Exception {
    return stack.get("app.bsky.video.getUploadStatus?jobId=" + id, account);
  }

  private static HttpResponse<String> put(Answer started, String range, byte[] bytes)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(started.text("uploadUrl")))
                .header("Content-Range", range)
                .PUT(BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void theBytesGoStraightIntoTheBucketAndMayGoOnLater() throws Exception {
    byte[] video = bytes(KEPT + 99);
    Answer started = start("ann", video.length);
    assertEquals(200, started.status(), started.json()::toString);
    String id = started.text("jobId");
    String end = "-" + (video.length - 1) + "/" + video.length;
    int first =
        put(started, "bytes 0-" + (KEPT - 1) + "/*", Arrays.copyOf(video, KEPT)).statusCode();
    assertEquals(308, first);
    assertEquals("created", status("ann", id).text("state"));
    assertEquals("400 MissingParts", call("finishUpload", "ann", id).error());
    HttpResponse<String> last =
        put(started, "bytes " + KEPT + end, Arrays.copyOfRange(video, KEPT, video.length));
    assertEquals(200, last.statusCode(), last.body());
    assertArrayEquals(video, stack.storage.readAllBytes("uploads", did("ann") + "/" + id));
    assertEquals(200, call("finishUpload", "ann", id).status());
    assertEquals("completed", status("ann", id).text("state"));
    assertEquals(24, stack.jobs.allowance(did("ann")).videos());
    assertEquals(
        "400 UploadAlreadyCompleted",
        VideoStack.send(
                stack
                    .request("app.bsky.video.uploadPart?jobId=" + id + "&partNumber=1")
                    .header("Authorization", "Bearer ann")
                    .POST(BodyPublishers.ofByteArray(video))
                    .build())
            .error());
  }

  @Test
  void theWorkerEndsAnUploadThatNobodyFinishes() throws Exception {
    byte[] video = bytes(10);
    Answer started = start("ben", video.length);
    assertEquals(200, put(started, "bytes 0-9/10", video).statusCode());
    JobId id = new JobId(started.text("jobId"));
    assertInstanceOf(Claim.Granted.class, stack.jobs.claim(id));
    Answer status = status("ben", id.value());
    assertEquals("completed", status.text("state"));
    assertEquals("JOB_STATE_ENCODING", status.json().at("/jobStatus/state").asText());
  }

  @Test
  void onlyWhatWasDeclaredIsTaken() throws Exception {
    Answer started = start("cat", 10);
    assertEquals(400, put(started, "bytes 0-10/11", bytes(11)).statusCode());
    assertEquals("aborted", call("abortUpload", "cat", started.text("jobId")).text("state"));
    assertEquals(Allowance.OF_A_DAY, stack.jobs.allowance(did("cat")));
    assertEquals("400 VideoTooLarge", start("cat", 300_000_001).error());
    assertEquals("403 UploadForbidden", start("dan", 1).error());
  }

  @Test
  void nobodyElseReachesTheAddress() throws Exception {
    Answer started = start("cat", 10);
    String address = started.text("uploadUrl");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.substring(0, address.length() - 1) + "x"))
                    .header("Content-Range", "bytes 0-9/10")
                    .PUT(BodyPublishers.ofByteArray(bytes(10)))
                    .build(),
                BodyHandlers.ofString());
    assertEquals(404, answer.statusCode());
  }
}

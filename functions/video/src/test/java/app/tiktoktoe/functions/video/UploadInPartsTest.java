package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobInfo;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UploadInPartsTest extends UploadTest {
  private static final String NO_UPLOAD = "a".repeat(26);
  private static final int PART = PartsAccount.PART;

  UploadInPartsTest(Firestore firestore) throws Exception {
    super(new VideoStack(firestore));
  }

  @Test
  void anUploadInPartsIsWhole() throws Exception {
    byte[] video = PartsAccount.video(2 * PART + 12345);
    Answer started =
        ann.start("\"mimeType\":\"video/mp4\",\"name\":\"a\",\"sizeBytes\":" + video.length);
    String id = started.text("jobId");
    assertEquals(PART, started.json().path("partSizeBytes").asInt());
    assertEquals(3, started.json().path("partCount").asInt());
    assertEquals(
        stack.clock.instant().plus(Duration.ofDays(1)).toString(), started.text("expiresAt"));
    assertEquals("created", ann.state(id));
    Answer third = ann.put(id, 3, PartsAccount.part(video, 3));
    assertEquals("{\"partNumber\":3,\"sizeBytes\":12345}", third.json().toString());
    assertEquals("[3]", ann.status(id).json().path("receivedParts").toString());
    assertEquals("400 MissingParts", ann.finish(id).error());
    assertEquals("Missing parts: 1, 2", ann.finish(id).text("message"));
    assertEquals(200, ann.put(id, 2, new byte[PART]).status());
    for (int number : List.of(2, 1, 1)) {
      assertEquals(200, ann.put(id, number, PartsAccount.part(video, number)).status());
    }
    assertEquals("[1,2,3]", ann.status(id).json().path("receivedParts").toString());
    assertFalse(stack.hasObjects(ann.name()));
    Answer finished = ann.finish(id);
    assertEquals(id, finished.text("completedJobId"));
    assertEquals("JOB_STATE_CREATED", finished.json().at("/jobStatus/state").asText());
    assertArrayEquals(video, ann.original(id));
    assertEquals("video/mp4", stack.storage.get("uploads", ann.did() + "/" + id).getContentType());
    assertEquals(List.of(), stack.objects("parts/" + id));
    assertEquals(finished.json(), ann.finish(id).json());
    Answer status = ann.status(id);
    assertEquals("completed", status.text("state"));
    assertEquals(id, status.text("completedJobId"));
    assertEquals(finished.json().path("jobStatus"), status.json().path("jobStatus"));
    assertEquals("[1,2,3]", status.json().path("receivedParts").toString());
    assertEquals("400 UploadAlreadyCompleted", ann.put(id, 1, PartsAccount.part(video, 1)).error());
    Answer aborted = ann.abort(id);
    assertEquals("completed", aborted.text("state"));
    assertEquals(id, aborted.text("completedJobId"));
    assertEquals(1, stack.jobsOf(ann.name()).size());
  }

  @Test
  void partsAndFinishesAtOnceMakeOneJob() throws Exception {
    byte[] video = PartsAccount.video(16 * PART - 1);
    String id = ann.started(video.length);
    List<Callable<Answer>> puts = new ArrayList<>();
    for (int number = 1; number <= 16; number++) {
      int now = number;
      puts.add(() -> ann.put(id, now, PartsAccount.part(video, now)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Answer> put : threads.invokeAll(puts)) {
        assertEquals(200, put.get().status(), put.get().json()::toString);
      }
      List<String> ends = new ArrayList<>();
      for (Future<Answer> end :
          threads.invokeAll(
              List.<Callable<Answer>>of(() -> ann.finish(id), () -> ann.finish(id)))) {
        ends.add(end.get().status() == 200 ? "200" : end.get().error());
      }
      assertTrue(ends.contains("200"), ends::toString);
      assertTrue(List.of("200", "400 UploadNotReady").containsAll(ends), ends::toString);
    }
    assertEquals(200, ann.finish(id).status());
    assertArrayEquals(video, ann.original(id));
    assertEquals(1, stack.jobsOf(ann.name()).size());
    assertEquals(List.of(ann.did() + "/" + id), stack.objects(ann.did().value()));
  }

  @Test
  void aPartMustBeOneOfThem() throws Exception {
    String id = ann.started(PART + 5);
    byte[] last = new byte[5];
    for (long number : List.of(3L, 4294967297L)) {
      assertEquals("400 InvalidPartNumber", ann.put(id, number, last).error());
    }
    assertEquals("400 InvalidRequest", ann.put(id, 0, last).error());
    assertEquals("400 PartSizeMismatch", ann.put(id, 1, last).error());
    assertEquals("400 PartSizeMismatch", ann.put(id, 2, new byte[6]).error());
    assertEquals("400 PartSizeMismatch", ann.put(id, 2, new byte[0]).error());
    assertEquals(
        "400 PartSizeMismatch",
        ann.put(id, 2, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(last))).error());
    assertEquals("400 UploadNotFound", ann.put(NO_UPLOAD, 1, last).error());
    assertEquals("400 UploadNotFound", ann.put("x", 1, last).error());
    PartsAccount stranger = PartsAccount.fresh(stack);
    assertEquals(
        "400 UploadNotFound", stranger.put(id, 2, BodyPublishers.ofByteArray(last)).error());
    assertEquals(List.of(), stack.objects("parts/" + id));
    for (String unknown : List.of(NO_UPLOAD, "x")) {
      assertEquals("400 UploadNotFound", ann.finish(unknown).error());
      assertEquals("400 UploadNotFound", ann.abort(unknown).error());
      assertEquals("400 UploadNotFound", ann.status(unknown).error());
    }
  }

  @Test
  void aPartThatBreaksOffIsNotThere() throws Exception {
    String id = ann.started(PART);
    try (Socket socket = new Socket("localhost", stack.served.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /xrpc/app.bsky.video.uploadPart?jobId="
              + id
              + "&partNumber=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + ann.name()
              + "\r\nContent-Type: application/octet-stream\r\nContent-Length: "
              + PART
              + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(VideoStack.bytes(PART / 2));
      out.flush();
    }
    assertEquals("400 MissingParts", ann.finish(id).error());
    assertEquals(200, ann.put(id, 1, PartsAccount.video(PART)).status());
    assertEquals(200, ann.finish(id).status());
    assertArrayEquals(PartsAccount.video(PART), ann.original(id));
  }

  @Test
  void aPartOfAnotherSizeDoesNotCount() throws Exception {
    String id = ann.started(100);
    stack.storage.create(
        BlobInfo.newBuilder("uploads", "parts/" + id + "/00001").build(), new byte[99]);
    assertEquals("[]", ann.status(id).json().path("receivedParts").toString());
    assertEquals("400 MissingParts", ann.finish(id).error());
  }
}

package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.media.UploadSessions;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** An account that uploads in parts, and what its instance of the function works with. */
final class PartsAccount {
  static final int PART = Math.toIntExact(UploadPlan.PART_BYTES);

  private static final AtomicInteger ACCOUNTS = new AtomicInteger();

  final UploadSessions sessions;
  final Parts parts;
  private final VideoStack stack;
  private final String name;

  private PartsAccount(VideoStack stack, String name) {
    this.stack = stack;
    this.name = name;
    this.sessions = new UploadSessions(stack.firestore, stack.jobs, stack.clock);
    this.parts = new Parts(() -> stack.storage, "uploads");
  }

  /** One that is active and has uploaded nothing. */
  static PartsAccount fresh(VideoStack stack) throws Exception {
    String name = "u" + ACCOUNTS.incrementAndGet();
    stack.accounts("active", name);
    return new PartsAccount(stack, name);
  }

  static byte[] video(int sizeBytes) {
    byte[] bytes = VideoStack.bytes(sizeBytes);
    byte[] head = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
    return bytes;
  }

  static byte[] part(byte[] video, int number) {
    return Arrays.copyOfRange(video, (number - 1) * PART, Math.min(number * PART, video.length));
  }

  String name() {
    return name;
  }

  Did did() {
    return VideoStack.did(name);
  }

  Answer start(String more) throws Exception {
    return stack.post("app.bsky.video.startUpload", name, "{" + more + "}");
  }

  String started(long sizeBytes) throws Exception {
    Answer answer = start("\"mimeType\":\"video/mp4\",\"sizeBytes\":" + sizeBytes);
    assertEquals(200, answer.status(), answer.json()::toString);
    return answer.text("jobId");
  }

  Answer put(String id, long number, BodyPublisher body) throws Exception {
    return VideoStack.send(
        stack
            .request("app.bsky.video.uploadPart?jobId=" + id + "&partNumber=" + number)
            .header("Authorization", "Bearer " + name)
            .header("Content-Type", "application/octet-stream")
            .POST(body)
            .build());
  }

  Answer put(String id, long number, byte[] bytes) throws Exception {
    return put(id, number, BodyPublishers.ofByteArray(bytes));
  }

  String uploaded(byte[] video) throws Exception {
    String id = started(video.length);
    for (int number = 1; number <= Math.ceilDiv(video.length, PART); number++) {
      assertEquals(200, put(id, number, part(video, number)).status());
    }
    return id;
  }

  Answer finish(String id) throws Exception {
    return stack.post("app.bsky.video.finishUpload", name, "{\"jobId\":\"" + id + "\"}");
  }

  Answer abort(String id) throws Exception {
    return stack.post("app.bsky.video.abortUpload", name, "{\"jobId\":\"" + id + "\"}");
  }

  Answer status(String id) throws Exception {
    return stack.get("app.bsky.video.getUploadStatus?jobId=" + id, name);
  }

  String state(String id) throws Exception {
    return status(id).text("state");
  }

  byte[] original(String id) {
    return stack.storage.readAllBytes("uploads", did() + "/" + id);
  }

  Upload upload(String id) {
    return sessions.find(did(), new JobId(id)).orElseThrow();
  }

  Allowance left() {
    return stack.jobs.allowance(did());
  }
}

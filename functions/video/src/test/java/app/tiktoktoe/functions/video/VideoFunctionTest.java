package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.runner.Invoker;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The function behind the real framework; a token is an account. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VideoFunctionTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String UPLOAD = "app.bsky.video.uploadVideo";
  private static volatile Map<String, String> environment = Map.of();

  private final Firestore firestore;
  private final StorageEmulator emulator;
  private final Storage storage;
  private final Jobs jobs;
  private final int port;
  private final Invoker invoker;

  VideoFunctionTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    this.jobs = new Jobs(firestore, InstantSource.system());
    this.emulator =
        StorageEmulator.start(
            new StorageEmulatorConfig(
                0,
                null,
                List.of(BucketSetup.privateBucket("uploads")),
                Map.of(),
                NotificationSink.NONE,
                InstantSource.system(),
                new SecureRandom()));
    this.storage =
        StorageOptions.newBuilder()
            .setProjectId("local")
            .setHost(emulator.endpoint().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    try (ServerSocket socket = new ServerSocket(0)) {
      this.port = socket.getLocalPort();
    }
    this.invoker = new Invoker(port, Wired.class.getName(), "http", getClass().getClassLoader());
  }

  /** The deployed function with the test's accounts. */
  public static final class Wired implements HttpFunction {
    private final VideoFunction function =
        new VideoFunction(VideoWiring.service(environment, new Tokens()));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  private static final class Tokens implements Authenticator {
    @Override
    public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
      String authorization = credentials.authorization();
      Did did = Did.parse("did:web:" + authorization.substring("Bearer ".length()) + ".test");
      return new Authentication.Accepted(new Caller(did, Grant.full(), "", Instant.EPOCH));
    }

    @Override
    public Optional<Did> accountOf(Handle handle) {
      return Optional.empty();
    }
  }

  @BeforeAll
  void start() throws Exception {
    environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT", firestore.getOptions().getProjectId(),
            "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
            "STORAGE_EMULATOR_HOST", emulator.endpoint().toString(),
            "SERVICE_ORIGIN", "http://localhost",
            "SERVICE_DID", "did:web:localhost",
            "HANDLE_DOMAINS", ".test",
            "BUCKET_UPLOADS", "uploads",
            "LIMITS", "off",
            "CHECK_ANSWERS", "on");
    invoker.startTestServer();
  }

  @AfterAll
  void stop() throws Exception {
    invoker.stopServer();
    storage.close();
    emulator.close();
  }

  private record Answer(int status, JsonNode json) {
    String error() {
      return status + " " + json.path("error").asText();
    }
  }

  private static Answer send(java.net.http.HttpRequest request) throws Exception {
    var response = HTTP.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
  }

  private java.net.http.HttpRequest.Builder request(String path) {
    return java.net.http.HttpRequest.newBuilder(
        URI.create("http://localhost:" + port + "/xrpc/" + path));
  }

  private Answer get(String path, String account) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + account).build());
  }

  private Answer upload(String account, String query, String type, BodyPublisher body)
      throws Exception {
    return send(
        request(UPLOAD + query)
            .header("Authorization", "Bearer " + account)
            .header("Content-Type", type)
            .POST(body)
            .build());
  }

  private Answer upload(String account, byte[] bytes) throws Exception {
    return upload(account, "", "video/mp4", BodyPublishers.ofByteArray(bytes));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  private static Did did(String account) {
    return Did.parse("did:web:" + account + ".test");
  }

  private List<QueryDocumentSnapshot> jobsOf(String account) throws Exception {
    return firestore
        .collection("jobs")
        .whereEqualTo("did", did(account).value())
        .get()
        .get()
        .getDocuments();
  }

  private boolean hasObjects(String account) {
    return storage
        .list("uploads", Storage.BlobListOption.prefix(did(account).value()))
        .iterateAll()
        .iterator()
        .hasNext();
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
    assertArrayEquals(video, storage.readAllBytes("uploads", did("ann") + "/" + jobId));
    assertEquals(
        status,
        send(request("app.bsky.video.getJobStatus?jobId=" + jobId).build())
            .json()
            .path("jobStatus"));
    JsonNode limits = get("app.bsky.video.getUploadLimits", "ann").json();
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
    assertArrayEquals(video, storage.readAllBytes("uploads", name));
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
    assertEquals(List.of(), jobsOf("cat"));
    assertEquals(
        "413 PayloadTooLarge",
        upload(
                "cat",
                "",
                "video/mp4",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
            .error());
    assertEquals("JOB_STATE_FAILED", jobsOf("cat").getFirst().getString("state"));
    assertFalse(hasObjects("cat"));
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did("cat")));
    assertEquals(
        "401 AuthMissing",
        send(request(UPLOAD).header("Content-Type", "video/mp4").POST(one).build()).error());
  }

  @Test
  void anUploadThatBreaksOffFails() throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /xrpc/"
              + UPLOAD
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer dan\r\n"
              + "Content-Type: video/mp4\r\nContent-Length: 1000000\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(bytes(400_000));
      out.flush();
      while (jobsOf("dan").isEmpty()) {
        Thread.sleep(20);
      }
    }
    while (!"JOB_STATE_FAILED".equals(jobsOf("dan").getFirst().getString("state"))) {
      Thread.sleep(20);
    }
    assertFalse(hasObjects("dan"));
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did("dan")));
  }

  @Test
  void aDayHasItsLimit() throws Exception {
    for (int i = 0; i < Allowance.OF_A_DAY.videos(); i++) {
      jobs.open(did("eve"), JobId.random(new SecureRandom()), 1);
    }
    assertEquals("400 DailyLimitExceeded", upload("eve", bytes(1)).error());
    Answer limits = get("app.bsky.video.getUploadLimits", "eve");
    assertFalse(limits.json().path("canUpload").asBoolean(true));
    assertEquals("200 DailyLimitExceeded", limits.error());
    assertFalse(hasObjects("eve"));
  }

  @Test
  void theStatusSaysHowAJobEnded() throws Exception {
    JobId id = new JobId(upload("fay", bytes(10)).json().path("jobId").asText());
    if (jobs.claim(id) instanceof Claim.Granted(var lease)) {
      lease.complete(new VideoBlob(Cid.ofRaw(bytes(3)), "video/mp4", 3));
    }
    JsonNode status = get("app.bsky.video.getJobStatus?jobId=" + id, "fay").json();
    assertEquals("JOB_STATE_COMPLETED", status.at("/jobStatus/state").asText());
    assertEquals(3, status.at("/jobStatus/blob/size").asInt());
    Job failed = jobs.find(new JobId(upload("fay", bytes(10)).json().path("jobId").asText())).get();
    jobs.fail(failed, JobFailure.invalid("no"));
    status = get("app.bsky.video.getJobStatus?jobId=" + failed.id(), "fay").json();
    assertEquals("validation_failure", status.at("/jobStatus/failureCode").asText());
    assertEquals(JobState.FAILED.text(), status.at("/jobStatus/state").asText());
  }

  @Test
  void anUnknownJobIsRefused() throws Exception {
    for (String query : List.of("?jobId=x", "?jobId=" + "a".repeat(26), "")) {
      assertEquals("400 InvalidRequest", get("app.bsky.video.getJobStatus" + query, "ann").error());
    }
  }
}

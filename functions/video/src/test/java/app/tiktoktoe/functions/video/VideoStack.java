package app.tiktoktoe.functions.video;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.emulators.storage.BucketSetup;
import app.tiktoktoe.emulators.storage.NotificationSink;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulatorConfig;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The function behind the real framework, with Firestore's and Cloud Storage's emulators, and a
 * clock that a test moves; a token is an account. One at a time.
 */
final class VideoStack {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static volatile Map<String, String> environment = Map.of();
  private static volatile InstantSource time = InstantSource.system();

  final Firestore firestore;
  final Storage storage;
  final Jobs jobs;
  final MutableClock clock = new MutableClock(Instant.now());
  final ServedFunction served;
  private final StorageEmulator emulator;

  VideoStack(Firestore firestore) throws Exception {
    this(firestore, Optional.empty());
  }

  /** With a function that is told of another storage than {@link #storage}. */
  VideoStack(Firestore firestore, Optional<URI> otherStorage) throws Exception {
    this.firestore = firestore;
    this.jobs = new Jobs(firestore, clock);
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
    wire(
        Map.of(
            "GOOGLE_CLOUD_PROJECT", firestore.getOptions().getProjectId(),
            "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
            "STORAGE_EMULATOR_HOST", otherStorage.orElse(emulator.endpoint()).toString(),
            "SERVICE_ORIGIN", "http://localhost",
            "SERVICE_DID", "did:web:localhost",
            "HANDLE_DOMAINS", ".test",
            "BUCKET_UPLOADS", "uploads",
            "LIMITS", "off",
            "CHECK_ANSWERS", "on"),
        clock);
    this.served = new ServedFunction(Wired.class).start();
  }

  /** What another process of the function needs to share everything with this one. */
  static Map<String, String> environment() {
    return environment;
  }

  private static void wire(Map<String, String> variables, InstantSource clock) {
    environment = variables;
    time = clock;
  }

  /** The deployed function with the test's accounts. */
  public static final class Wired implements HttpFunction {
    private final VideoFunction function =
        new VideoFunction(VideoWiring.service(environment, new Tokens(), time));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  /** A token is an account. */
  static final class Tokens implements Authenticator {
    @Override
    public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
      Did did = did(credentials.authorization().substring("Bearer ".length()));
      return new Authentication.Accepted(new Caller(did, Grant.full(), "", Instant.EPOCH));
    }

    @Override
    public Optional<Did> accountOf(Handle handle) {
      return Optional.empty();
    }
  }

  static Did did(String account) {
    return Did.parse("did:web:" + account + ".test");
  }

  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  void close() throws Exception {
    served.close();
    storage.close();
    emulator.close();
  }

  /** Makes accounts, or gives them another status. */
  void accounts(String status, String... accounts) throws Exception {
    Map<String, Object> head = new HashMap<>();
    head.put("status", status);
    head.put("rev", "3jqfcqzm3fo2j");
    head.put("commitCid", Cid.ofRaw(new byte[0]).toString());
    head.put("tokensValidFrom", Timestamp.ofTimeSecondsAndNanos(0, 0));
    if (status.equals("takendown")) {
      head.put("takedown", "for a test");
    }
    for (String account : accounts) {
      firestore.collection("repos").document(did(account).value()).set(head).get();
    }
  }

  record Answer(int status, JsonNode json) {
    String error() {
      return status + " " + json.path("error").asText();
    }

    String text(String field) {
      return json.path(field).asText();
    }
  }

  static Answer send(java.net.http.HttpRequest request) throws Exception {
    var response = HTTP.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()));
  }

  java.net.http.HttpRequest.Builder request(String path) {
    return java.net.http.HttpRequest.newBuilder(URI.create(served.origin() + "/xrpc/" + path));
  }

  Answer get(String path, String account) throws Exception {
    return send(request(path).header("Authorization", "Bearer " + account).build());
  }

  Answer post(String method, String account, String json) throws Exception {
    return send(
        request(method)
            .header("Authorization", "Bearer " + account)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  List<QueryDocumentSnapshot> jobsOf(String account) throws Exception {
    return firestore
        .collection("jobs")
        .whereEqualTo("did", did(account).value())
        .get()
        .get()
        .getDocuments();
  }

  /** The names of objects that begin with {@code prefix}. */
  List<String> objects(String prefix) {
    List<String> names = new ArrayList<>();
    for (Blob blob : storage.list("uploads", Storage.BlobListOption.prefix(prefix)).iterateAll()) {
      names.add(blob.getName());
    }
    return names;
  }

  boolean hasObjects(String account) {
    return !objects(did(account).value()).isEmpty();
  }
}

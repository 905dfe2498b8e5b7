package app.tiktoktoe.emulators.bundles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small life on the service, through every function: two people sign up, one follows, posts,
 * likes, uploads what is no video, and each message reaches the functions it is for. What it leaves
 * behind is one repeatable read per function. Used once, by one thread.
 */
public final class Journey implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse";
  private static final String SCHEDULED = "{\"task\":\"outbox-sweep\"}";
  private static final String UNKNOWN_BLOB =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Topics topics;
  private final Map<String, URI> functions;
  private final Map<String, Sample> samples = new TreeMap<>();

  /**
   * A journey through running functions.
   *
   * @param functions the address of each by its name; that of an event function is where it takes
   *     its messages
   */
  public Journey(LocalCloud cloud, Map<String, URI> functions) {
    this.topics = cloud.topics();
    this.functions = Map.copyOf(functions);
  }

  /**
   * Runs it.
   *
   * @return a repeatable request for each function that it knows, by the function's name
   * @throws IllegalStateException when an answer is not what it should be
   */
  public Map<String, Sample> run() throws IOException, InterruptedException {
    JsonNode alice = signUp("alice.test");
    JsonNode bob = signUp("bob.test");
    deliver();
    String aliceDid = alice.path("did").asText();
    follow(bob, aliceDid);
    JsonNode post = post(alice);
    like(bob, post);
    deliver();
    post(alice);
    deliver();
    read(aliceDid, bob.path("accessJwt").asText(), post.path("uri").asText());
    upload(alice);
    maintain();
    for (Map.Entry<String, Sample> sample : samples.entrySet()) {
      send(sample.getKey(), sample.getValue());
    }
    return Map.copyOf(samples);
  }

  private JsonNode signUp(String handle) throws IOException, InterruptedException {
    ObjectNode input = object().put("handle", handle).put("password", PASSWORD);
    input.put("email", handle.replace('.', '@') + ".example");
    JsonNode session = call("auth", "com.atproto.server.createAccount", input, "");
    String token = session.path("accessJwt").asText();
    samples.put("auth", Sample.get("/xrpc/com.atproto.server.getSession").as(token));
    send("auth", Sample.get("/xrpc/com.atproto.server.getSession").as(token));
    ObjectNode credentials = object().put("identifier", handle).put("password", PASSWORD);
    return call("auth", "com.atproto.server.createSession", credentials, "");
  }

  private void follow(JsonNode session, String did) throws IOException, InterruptedException {
    create(session, "app.bsky.graph.follow", object().put("subject", did));
  }

  private JsonNode post(JsonNode session) throws IOException, InterruptedException {
    return create(session, "app.bsky.feed.post", object().put("text", "Hello, world"));
  }

  private void like(JsonNode session, JsonNode post) throws IOException, InterruptedException {
    ObjectNode record = object();
    record.set("subject", post.deepCopy());
    ((ObjectNode) record.get("subject")).retain("uri", "cid");
    create(session, "app.bsky.feed.like", record);
  }

  private JsonNode create(JsonNode session, String collection, ObjectNode record)
      throws IOException, InterruptedException {
    ObjectNode input = object().put("repo", session.path("did").asText());
    input.put("collection", collection);
    record.put("$type", collection).put("createdAt", Instant.now().toString());
    input.set("record", record);
    return call(
        "posting", "com.atproto.repo.createRecord", input, session.path("accessJwt").asText());
  }

  /** Hands on messages until none is left. Fan-out asks again for what is not indexed yet. */
  private void deliver() throws IOException, InterruptedException {
    Set<String> busy = new TreeSet<>();
    do {
      busy.clear();
      for (String function : List.of("indexing", "fanout", "push", "media")) {
        for (String envelope : topics.take(function)) {
          busy.add(function);
          send(function, Sample.push(envelope));
          samples.put(function, Sample.push(envelope));
        }
      }
    } while (!busy.isEmpty());
  }

  private void read(String did, String token, String uri) throws IOException, InterruptedException {
    samples.put("posting", Sample.get("/xrpc/com.atproto.repo.describeRepo?repo=" + did));
    samples.put(
        "sync",
        Sample.get("/xrpc/com.atproto.sync.getBlob?did=" + did + "&cid=" + UNKNOWN_BLOB)
            .answeredWith(400));
    samples.put("feed", Sample.get("/xrpc/app.bsky.feed.getTimeline").as(token));
    samples.put(
        "notifications", Sample.get("/xrpc/app.bsky.notification.listNotifications").as(token));
    String thread = "/xrpc/app.bsky.feed.getPostThread?uri=" + encoded(uri);
    for (String path :
        List.of(
            "/xrpc/app.bsky.actor.getProfile?actor=" + did,
            "/xrpc/app.bsky.feed.getAuthorFeed?actor=" + did,
            "/xrpc/app.bsky.graph.getFollowers?actor=" + did,
            thread)) {
      send("feed", Sample.get(path).as(token));
    }
    send(
        "posting",
        Sample.get("/xrpc/com.atproto.repo.listRecords?collection=app.bsky.feed.post&repo=" + did));
  }

  /** What is no video: the job is refused before any decoding. */
  private void upload(JsonNode session) throws IOException, InterruptedException {
    Sample upload =
        new Sample(
            "POST",
            "/xrpc/app.bsky.video.uploadVideo?name=a.mp4&did=" + session.path("did").asText(),
            Map.of("Content-Type", "video/mp4"),
            "this is no video",
            200);
    JsonNode job = send("video", upload.as(session.path("accessJwt").asText()));
    samples.put(
        "video",
        Sample.get("/xrpc/app.bsky.video.getJobStatus?jobId=" + job.path("jobId").asText()));
    deliver();
  }

  private void maintain() {
    ObjectNode message = object().put("messageId", "1");
    message.put(
        "data", Base64.getEncoder().encodeToString(SCHEDULED.getBytes(StandardCharsets.UTF_8)));
    samples.put("maintenance", Sample.push(Topics.envelope(message)));
  }

  private JsonNode call(String function, String method, JsonNode input, String token)
      throws IOException, InterruptedException {
    Sample sample =
        new Sample(
            "POST",
            "/xrpc/" + method,
            Map.of("Content-Type", "application/json"),
            input.toString(),
            200);
    return send(function, token.isEmpty() ? sample : sample.as(token));
  }

  private JsonNode send(String function, Sample sample) throws IOException, InterruptedException {
    URI origin = functions.get(function);
    if (origin == null) {
      throw new IllegalStateException("The journey needs " + function + ", which does not run");
    }
    HttpRequest request = sample.at(origin);
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    for (int i = 0; i < 20 && answer.statusCode() == 503; i++) {
      Thread.sleep(100);
      answer = client.send(request, BodyHandlers.ofString());
    }
    if (answer.statusCode() != sample.status()) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(function, sample.target(), answer.statusCode(), answer.body()));
    }
    return answer.body().isEmpty() ? object() : JSON.readTree(answer.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public void close() {
    client.close();
  }
}

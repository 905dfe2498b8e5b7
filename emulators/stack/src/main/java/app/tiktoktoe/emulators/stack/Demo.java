package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.emulators.google.ChildProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * The product's main job, shown over plain HTTP: two accounts, a follow, a video that is uploaded,
 * transcoded and posted, and then found in the follower's feed. Each step is printed with its time.
 * Used once.
 */
final class Demo {
  private static final String AUTHOR = "alice.test";
  private static final String FOLLOWER = "bob.test";
  private static final String PASSWORD = "demo-password";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final XrpcClient client;
  private final Path ffmpeg;
  private final Path folder;
  private final InstantSource clock;
  private final Consumer<String> out;

  Demo(XrpcClient client, Path ffmpeg, Path folder, InstantSource clock, Consumer<String> out) {
    this.client = client;
    this.ffmpeg = ffmpeg;
    this.folder = folder;
    this.clock = clock;
    this.out = out;
  }

  /** An account that the demo makes. */
  record Account(String handle, String password) {}

  /** Both accounts, the follower, who sees the video, first. */
  static List<Account> accounts() {
    return List.of(new Account(FOLLOWER, PASSWORD), new Account(AUTHOR, PASSWORD));
  }

  /** An account that is signed in. */
  private record Session(String did, String token) {}

  /** A question that is asked until it has an answer. */
  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs every step.
   *
   * @throws IOException when a step is refused or does not come true in time
   */
  void run() throws IOException, InterruptedException {
    Session author = step("account " + AUTHOR, () -> account(AUTHOR));
    Session follower = step("account " + FOLLOWER, () -> account(FOLLOWER));
    step("follow", () -> follow(follower, author));
    Path sample = step("sample video of 6 s, 720x1280", this::sample);
    String job = step("upload", () -> upload(author, sample));
    JsonNode blob = step("transcoded", () -> awaitBlob(job));
    String uri = step("post", () -> post(author, blob));
    String playlist = step("in the follower's feed", () -> awaitInFeed(follower, uri));
    step("playlist " + playlist, () -> client.download(URI.create(playlist)));
  }

  private <T> T step(String name, Step<T> step) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    T result = step.run();
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    out.accept("  %6d ms  %s".formatted(millis, name));
    return result;
  }

  private Session account(String handle) throws IOException, InterruptedException {
    ObjectNode credentials = object().put("identifier", handle).put("password", PASSWORD);
    if (exists(handle)) {
      return session(client.procedure("com.atproto.server.createSession", credentials, null));
    }
    ObjectNode input =
        object()
            .put("handle", handle)
            .put("email", handle.replace(".test", "@example.com"))
            .put("password", PASSWORD);
    return session(client.procedure("com.atproto.server.createAccount", input, null));
  }

  private boolean exists(String handle) throws InterruptedException {
    try {
      client.query("com.atproto.identity.resolveHandle", "handle=" + handle, null);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Session session(JsonNode answer) {
    return new Session(answer.path("did").asText(), answer.path("accessJwt").asText());
  }

  private JsonNode follow(Session follower, Session author)
      throws IOException, InterruptedException {
    ObjectNode record =
        object()
            .put("$type", "app.bsky.graph.follow")
            .put("subject", author.did())
            .put("createdAt", clock.instant().toString());
    return create(follower, "app.bsky.graph.follow", record);
  }

  private JsonNode create(Session session, String collection, ObjectNode record)
      throws IOException, InterruptedException {
    ObjectNode input = object().put("repo", session.did()).put("collection", collection);
    input.set("record", record);
    return client.procedure("com.atproto.repo.createRecord", input, session.token());
  }

  private Path sample() throws IOException, InterruptedException {
    Path file = folder.resolve("sample.mp4");
    List<String> command =
        List.of(
            ffmpeg.toString(),
            "-hide_banner",
            "-nostdin",
            "-loglevel",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=720x1280:rate=30:duration=6",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=6",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-movflags",
            "+faststart",
            file.toString());
    try (ChildProcess child = ChildProcess.start("ffmpeg", command, Map.of(), _ -> {})) {
      int code = child.onExit().join();
      if (code != 0) {
        throw new IOException(child.epitaph());
      }
    }
    return file;
  }

  private String upload(Session author, Path sample) throws IOException, InterruptedException {
    String name = "demo-" + clock.millis() + ".mp4";
    JsonNode answer =
        client.upload(
            "app.bsky.video.uploadVideo",
            "did=" + encoded(author.did()) + "&name=" + name,
            "video/mp4",
            sample,
            author.token());
    JsonNode status = answer.has("jobStatus") ? answer.path("jobStatus") : answer;
    return status.path("jobId").asText();
  }

  private JsonNode awaitBlob(String job) throws IOException, InterruptedException {
    return await(
        "the transcoded video",
        () -> {
          JsonNode status =
              client
                  .query("app.bsky.video.getJobStatus", "jobId=" + encoded(job), null)
                  .path("jobStatus");
          if (status.path("state").asText().equals("JOB_STATE_FAILED")) {
            throw new IOException("The video was refused: " + status);
          }
          return status.path("blob");
        });
  }

  private String post(Session author, JsonNode blob) throws IOException, InterruptedException {
    ObjectNode record =
        object()
            .put("$type", "app.bsky.feed.post")
            .put("text", "The first video of this demo")
            .put("createdAt", clock.instant().toString());
    ObjectNode embed = record.putObject("embed").put("$type", "app.bsky.embed.video");
    embed.set("video", blob);
    embed.putObject("aspectRatio").put("width", 720).put("height", 1280);
    return create(author, "app.bsky.feed.post", record).path("uri").asText();
  }

  private String awaitInFeed(Session follower, String uri)
      throws IOException, InterruptedException {
    return await(
            "the post in the follower's feed",
            () ->
                StreamSupport.stream(
                        client
                            .query("app.bsky.feed.getTimeline", "limit=30", follower.token())
                            .path("feed")
                            .spliterator(),
                        false)
                    .map(item -> item.path("post"))
                    .filter(post -> post.path("uri").asText().equals(uri))
                    .map(post -> post.path("embed").path("playlist"))
                    .findFirst()
                    .orElse(object().path("absent")))
        .asText();
  }

  private static JsonNode await(String what, Step<JsonNode> question)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = question.run();
      if (!answer.isMissingNode() && !answer.isNull()) {
        return answer;
      }
      Thread.sleep(PAUSE);
    }
    throw new IOException("No " + what + " within " + PATIENCE.toSeconds() + " s");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

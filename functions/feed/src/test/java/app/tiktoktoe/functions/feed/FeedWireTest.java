package app.tiktoktoe.functions.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The methods behind the real framework on the emulators. Every answer is checked against its
 * lexicon. Each test has accounts of its own.
 */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedWireTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final World world;
  private final TestService service;
  private final ServedFunction served;

  FeedWireTest(Firestore firestore) throws Exception {
    world = new World(firestore);
    service = TestService.start(firestore.getOptions().getProjectId());
    served = new ServedFunction(WiredFeed.class);
  }

  @BeforeAll
  void start() throws Exception {
    WiredFeed.environment = service.environment();
    served.start();
  }

  @AfterAll
  void stop() throws Exception {
    served.close();
    service.close();
  }

  private HttpResponse<String> get(@Nullable Did as, String method, String... parameters)
      throws Exception {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < parameters.length; i += 2) {
      pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://localhost:%d/xrpc/app.bsky.%s?%s"
                    .formatted(served.port(), method, String.join("&", pairs))));
    if (as != null) {
      request.header("Authorization", "Bearer " + service.token(as, Instant.now()));
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode ok(@Nullable Did as, String method, String... parameters) throws Exception {
    HttpResponse<String> response = get(as, method, parameters);
    assertEquals(200, response.statusCode(), response.body());
    return new ObjectMapper().readTree(response.body());
  }

  private static void assertRefused(
      int status, String error, String message, HttpResponse<String> response) throws Exception {
    JsonNode body = new ObjectMapper().readTree(response.body());
    assertEquals(
        status + " " + error + " " + message,
        response.statusCode()
            + " "
            + body.path("error").asText()
            + " "
            + body.path("message").asText());
  }

  private static List<String> uris(JsonNode list) {
    return list.findValuesAsText("uri");
  }

  private static List<String> posts(JsonNode feed) {
    List<String> uris = new ArrayList<>();
    feed.path("feed").forEach(item -> uris.add(item.path("post").path("uri").asText()));
    return uris;
  }

  private static List<String> uris(PostKey... keys) {
    return List.of(keys).stream().map(key -> key.uri().toString()).toList();
  }

  @Test
  void aTimelineShowsVideosRepostsAndReplies() throws Exception {
    Did alice = world.account("alice");
    Did bob = world.account("bob");
    Did carol = world.account("carol");
    world.follow(bob, alice);
    ObjectNode record = World.record("a video");
    Cid blob = World.blob("video");
    ObjectNode embed = record.putObject("embed").put("$type", "app.bsky.embed.video");
    embed.set("video", World.blobJson(blob, "video/mp4"));
    embed.put("alt", "alt text").putObject("aspectRatio").put("width", 9).put("height", 16);
    PostKey video = world.post(alice, record, null, null);
    PostKey gone = world.post(alice, "gone");
    PostKey stranger = world.post(carol, "by carol");
    PostKey reply = world.reply(bob, "nice", video, video);
    PostKey aside = world.reply(alice, "to carol", stranger, stranger);
    for (PostKey post : List.of(video, gone)) {
      world.deliver(bob, post, Kind.POST);
    }
    world.deliver(bob, reply, Kind.REPLY);
    world.deliver(bob, aside, Kind.REPLY);
    world.like(bob, video);
    String repost = world.repost(alice, stranger);
    world.deliverRepost(bob, alice, repost);
    world.delete(gone);

    JsonNode feed = ok(bob, "feed.getTimeline");
    assertEquals(uris(stranger, reply, video), posts(feed));
    JsonNode reason = feed.path("feed").path(0).path("reason");
    assertEquals("alice.test", reason.path("by").path("handle").asText());
    assertEquals(
        video.uri().toString(),
        feed.path("feed").path(1).path("reply").path("parent").path("uri").asText());
    JsonNode shown = feed.path("feed").path(2).path("post");
    String base = TestService.ORIGIN + "/vid/" + alice + "/" + blob + "/";
    assertEquals(base + "playlist.m3u8", shown.path("embed").path("playlist").asText());
    assertEquals(base + "thumbnail.jpg", shown.path("embed").path("thumbnail").asText());
    assertTrue(shown.path("viewer").path("like").asText().contains("/app.bsky.feed.like/"));
    assertEquals(3, shown.path("likeCount").asInt());
    assertTrue(shown.path("author").path("viewer").has("following"));
  }

  @Test
  void aVideoWithCaptionsPlaysFromTheirPlaylist() throws Exception {
    Did alice = world.account("alicec");
    ObjectNode record = World.record("a video");
    Cid blob = World.blob("video");
    ObjectNode embed = record.putObject("embed").put("$type", "app.bsky.embed.video");
    embed.set("video", World.blobJson(blob, "video/mp4"));
    PostKey video = world.post(alice, record, null, null);
    world.caption(video, "0123abcd");
    PostKey quote = quote(alice, video);
    String base = TestService.ORIGIN + "/vid/" + alice + "/" + blob + "/";
    JsonNode posts =
        ok(alice, "feed.getPosts", "uris", video.uri().toString(), "uris", quote.uri().toString());
    JsonNode shown = posts.path("posts").path(0).path("embed");
    assertEquals(base + "captions-0123abcd/playlist.m3u8", shown.path("playlist").asText());
    assertEquals(base + "thumbnail.jpg", shown.path("thumbnail").asText());
    JsonNode quoted = posts.at("/posts/1/embed/record/embeds/0");
    assertEquals(base + "captions-0123abcd/playlist.m3u8", quoted.path("playlist").asText());
  }

  @Test
  void aCursorStaysWhereItIsWhileNewPostsCome() throws Exception {
    Did author = world.account("writer");
    Did reader = world.account("reader");
    world.follow(reader, author);
    PostKey first = world.post(author, "1");
    PostKey second = world.post(author, "2");
    PostKey third = world.post(author, "3");
    for (PostKey post : List.of(first, second, third)) {
      world.deliver(reader, post, Kind.POST);
    }
    JsonNode page = ok(reader, "feed.getTimeline", "limit", "2");
    assertEquals(uris(third, second), posts(page));
    world.deliver(reader, world.post(author, "4"), Kind.POST);
    JsonNode rest =
        ok(reader, "feed.getTimeline", "limit", "2", "cursor", page.path("cursor").asText());
    assertEquals(uris(first), posts(rest));
    assertFalse(rest.has("cursor"));
    assertRefused(
        400, "InvalidRequest", "Malformed cursor", get(reader, "feed.getTimeline", "cursor", "x"));
  }

  @Test
  void unfollowedMutedAndBlockedAccountsAreLeftOut() throws Exception {
    Did reader = world.account("picky");
    List<PostKey> posts = new ArrayList<>();
    for (String name : List.of("kept", "left", "muted", "blocked", "blocker")) {
      Did author = world.account(name);
      world.follow(reader, author);
      PostKey post = world.post(author, name);
      posts.add(post);
      world.deliver(reader, post, Kind.POST);
    }
    world.viewer(reader, "follows", Map.of());
    for (String name : List.of("kept", "muted", "blocked", "blocker")) {
      world.relate(reader, "follows", World.did(name), "3jzfcijpj2z2a");
    }
    world.viewer(reader, "mutes", FieldValue.arrayUnion(World.did("muted").value()));
    world.block(reader, World.did("blocked"));
    world.block(World.did("blocker"), reader);
    assertEquals(uris(posts.getFirst()), posts(ok(reader, "feed.getTimeline")));
    List<String> visible =
        uris(ok(reader, "feed.getPosts", "uris", posts.get(3).uri().toString()).path("posts"));
    assertEquals(List.of(), visible);
    assertRefused(
        400,
        "BlockedActor",
        "Requester has blocked actor: " + World.did("blocked"),
        get(reader, "feed.getAuthorFeed", "actor", "blocked.test"));
    assertRefused(
        400,
        "BlockedByActor",
        "Requester is blocked by actor: " + World.did("blocker"),
        get(reader, "feed.getAuthorFeed", "actor", "blocker.test"));
  }

  @Test
  void profilesAreFoundByHandleAndDid() throws Exception {
    Did dora = world.account("dora");
    Did emil = world.account("emil");
    world.follow(emil, dora);
    JsonNode profile = ok(emil, "actor.getProfile", "actor", "dora.test");
    assertEquals(dora.value(), profile.path("did").asText());
    assertTrue(profile.path("viewer").path("following").asText().startsWith("at://" + emil));
    assertFalse(ok(null, "actor.getProfile", "actor", dora.value()).has("viewer"));
    JsonNode both = ok(null, "actor.getProfiles", "actors", "nobody.test", "actors", "emil.test");
    assertEquals(1, both.path("profiles").size());
    assertRefused(
        400,
        "InvalidRequest",
        "Profile not found",
        get(emil, "actor.getProfile", "actor", "nobody.test"));
  }

  @Test
  void sessionsEndWithTheAccountAndWithItsTokens() throws Exception {
    Did frida = world.account("frida");
    String[] anyone = {"actor", "frida.test"};
    assertRefused(401, "AuthMissing", "Authentication Required", get(null, "feed.getTimeline"));
    world.viewer(frida, "status", "takendown");
    assertRefused(
        401,
        "AccountTakedown",
        "Account has been taken down",
        get(frida, "actor.getProfile", anyone));
    world.viewer(frida, "status", "deactivated");
    assertRefused(
        401, "AccountDeactivated", "Account is deactivated", get(frida, "feed.getTimeline"));
    world.viewer(frida, "status", "active");
    world.viewer(frida, "tokensValidFrom", Timestamp.ofTimeSecondsAndNanos(4_000_000_000L, 0));
    assertRefused(401, "ExpiredToken", "The session is over", get(frida, "feed.getTimeline"));
  }

  @Test
  void aThreadHasParentsRepliesAndHoles() throws Exception {
    Did gina = world.account("gina");
    Did hugo = world.account("hugo");
    PostKey root = world.post(gina, "root");
    PostKey middle = world.reply(hugo, "middle", root, root);
    PostKey leaf = world.reply(gina, "leaf", root, middle);
    JsonNode thread = ok(hugo, "feed.getPostThread", "uri", middle.uri().toString()).path("thread");
    assertEquals(root.uri().toString(), thread.path("parent").path("post").path("uri").asText());
    assertEquals(
        leaf.uri().toString(), thread.path("replies").path(0).path("post").path("uri").asText());
    String byHandle = "at://hugo.test/app.bsky.feed.post/" + middle.rkey();
    JsonNode bare =
        ok(null, "feed.getPostThread", "uri", byHandle, "depth", "0", "parentHeight", "0");
    assertFalse(bare.path("thread").has("parent") || bare.path("thread").has("replies"));

    PostKey orphan =
        world.reply(hugo, "orphan", new PostKey(gina, hole()), new PostKey(gina, hole()));
    JsonNode hole = ok(null, "feed.getPostThread", "uri", orphan.uri().toString());
    assertTrue(hole.path("thread").path("parent").path("notFound").asBoolean());
    world.block(hugo, gina);
    JsonNode blocked = ok(gina, "feed.getPostThread", "uri", root.uri().toString());
    assertTrue(blocked.path("thread").path("replies").path(0).path("blocked").asBoolean());
    String missing = "at://" + gina + "/app.bsky.feed.post/" + hole();
    assertRefused(
        400,
        "NotFound",
        "Post not found: " + missing,
        get(null, "feed.getPostThread", "uri", missing));
  }

  private static Tid hole() {
    return Tid.parse("3jzfcijpj2z2a");
  }

  @Test
  void anAuthorFeedIsFilteredAndPaged() throws Exception {
    Did ida = world.account("ida");
    Did jan = world.account("jan");
    PostKey text = world.post(ida, "text");
    ObjectNode record = World.record("images");
    ObjectNode embed = record.putObject("embed").put("$type", "app.bsky.embed.images");
    embed
        .putArray("images")
        .addObject()
        .put("alt", "a cat")
        .set("image", World.blobJson(World.blob("cat"), "image/png"));
    PostKey image = world.post(ida, record, null, null);
    PostKey other = world.post(jan, "other");
    PostKey reply = world.reply(ida, "reply", other, other);
    world.repost(ida, other);
    String[] actor = {"actor", "ida.test", "filter", ""};
    assertEquals(
        uris(other, reply, image, text), posts(ok(jan, "feed.getAuthorFeed", "actor", "ida.test")));
    actor[3] = "posts_no_replies";
    assertEquals(uris(other, image, text), posts(ok(null, "feed.getAuthorFeed", actor)));
    actor[3] = "posts_and_author_threads";
    assertEquals(uris(other, image, text), posts(ok(null, "feed.getAuthorFeed", actor)));
    actor[3] = "posts_with_media";
    JsonNode media = ok(null, "feed.getAuthorFeed", actor);
    assertEquals(uris(image), posts(media));
    assertTrue(
        media
            .findValue("thumb")
            .asText()
            .startsWith(TestService.ORIGIN + "/xrpc/com.atproto.sync"));
    actor[3] = "posts_with_video";
    assertEquals(List.of(), posts(ok(null, "feed.getAuthorFeed", actor)));
    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          cursor.isEmpty()
              ? ok(null, "feed.getAuthorFeed", "actor", "ida.test", "limit", "1")
              : ok(null, "feed.getAuthorFeed", "actor", "ida.test", "limit", "1", "cursor", cursor);
      paged.addAll(posts(page));
      cursor = page.path("cursor").asText();
    } while (!cursor.isEmpty());
    assertEquals(uris(other, reply, image, text), paged);
  }

  @Test
  void quotesShowTheRecordOrWhyNot() throws Exception {
    Did kim = world.account("kim");
    Did lea = world.account("lea");
    PostKey quoted = world.post(kim, "quoted");
    PostKey quote = quote(lea, quoted);
    PostKey gone = quote(lea, new PostKey(kim, hole()));
    JsonNode posts =
        ok(
            lea,
            "feed.getPosts",
            "uris",
            quote.uri().toString(),
            "uris",
            gone.uri().toString(),
            "uris",
            new PostKey(lea, hole()).uri().toString());
    assertEquals(2, posts.path("posts").size());
    JsonNode record = posts.path("posts").path(0).path("embed").path("record");
    assertEquals("quoted", record.path("value").path("text").asText());
    JsonNode absent = posts.path("posts").path(1).path("embed").path("record");
    assertTrue(absent.path("notFound").asBoolean());
    world.block(lea, kim);
    JsonNode blocked = ok(lea, "feed.getPosts", "uris", quote.uri().toString());
    assertTrue(blocked.findValue("embed").path("record").path("blocked").asBoolean());
  }

  private PostKey quote(Did author, PostKey quoted) {
    ObjectNode record = World.record("quote");
    record
        .putObject("embed")
        .put("$type", "app.bsky.embed.record")
        .set("record", World.strongRef(quoted));
    return world.post(author, record, null, null);
  }

  @Test
  void likesAndFollowsListAccounts() throws Exception {
    Did mia = world.account("mia");
    Did noa = world.account("noa");
    Did oda = world.account("oda");
    PostKey post = world.post(mia, "popular");
    world.like(noa, post);
    world.like(oda, post);
    JsonNode likes = ok(mia, "feed.getLikes", "uri", post.uri().toString(), "limit", "1");
    assertEquals("oda.test", likes.findValue("handle").asText());
    JsonNode rest =
        ok(
            mia,
            "feed.getLikes",
            "uri",
            post.uri().toString(),
            "cursor",
            likes.path("cursor").asText());
    assertEquals("noa.test", rest.findValue("handle").asText());
    world.follow(noa, mia);
    world.follow(noa, oda);
    world.follow(oda, mia);
    JsonNode follows = ok(mia, "graph.getFollows", "actor", "noa.test").path("follows");
    assertEquals(List.of("oda.test", "mia.test"), follows.findValuesAsText("handle"));
    JsonNode followers = ok(null, "graph.getFollowers", "actor", "mia.test");
    assertEquals(
        List.of("oda.test", "noa.test"), followers.path("followers").findValuesAsText("handle"));
    assertEquals("mia.test", followers.path("subject").path("handle").asText());
  }
}

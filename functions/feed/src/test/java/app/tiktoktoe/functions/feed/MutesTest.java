package app.tiktoktoe.functions.feed;

import static app.tiktoktoe.functions.feed.FeedClient.assertRefused;
import static app.tiktoktoe.functions.feed.FeedClient.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Mutes over HTTP, and what they cost. Each test has accounts of its own. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutesTest {
  private final Firestore firestore;
  private final World world;
  private FeedClient client;

  @SuppressWarnings("NullAway.Init")
  MutesTest(Firestore firestore) {
    this.firestore = firestore;
    this.world = new World(firestore);
  }

  @BeforeAll
  void start() throws Exception {
    client = FeedClient.start(firestore);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
  }

  private void mute(Did viewer, Did actor) throws Exception {
    client.done(viewer, "graph.muteActor", Map.of("actor", actor.value()));
  }

  private List<Did> accounts(String... names) {
    return List.of(names).stream().map(world::account).toList();
  }

  @Test
  void mutesAreListedNewestFirstAndPaged() throws Exception {
    List<Did> muted = accounts("ada", "ben", "cyd", "dov", "eve");
    Did viewer = world.account("lister");
    for (Did did : muted) {
      mute(viewer, did);
    }
    mute(viewer, muted.getFirst());
    assertEquals(
        List.of("eve", "dov", "cyd", "ben", "ada"),
        names(client.ok(viewer, "graph.getMutes").path("mutes")));

    JsonNode page = client.ok(viewer, "graph.getMutes", "limit", "2");
    assertEquals(List.of("eve", "dov"), names(page.path("mutes")));
    assertTrue(page.path("mutes").path(0).path("viewer").path("muted").asBoolean());
    String cursor = page.path("cursor").asText();
    mute(viewer, world.account("fay"));
    assertEquals(List.of("cyd", "ben", "ada"), rest(viewer, cursor));
    client.done(viewer, "graph.unmuteActor", Map.of("actor", "eve.test"));
    client.done(viewer, "graph.unmuteActor", Map.of("actor", "dov.test"));
    assertEquals(List.of("cyd", "ben", "ada"), rest(viewer, cursor));
    client.done(viewer, "graph.unmuteActor", Map.of("actor", "cyd.test"));
    // The place is lost with its account: an account may show twice, none is left out.
    assertEquals(List.of("fay", "ben", "ada"), rest(viewer, cursor));
    assertRefused(
        400,
        "InvalidRequest",
        "Malformed cursor",
        client.get(viewer, "graph.getMutes", "cursor", "x"));
  }

  private List<String> rest(Did viewer, String cursor) throws Exception {
    JsonNode page = client.ok(viewer, "graph.getMutes", "cursor", cursor);
    assertFalse(page.has("cursor"));
    return names(page.path("mutes"));
  }

  @Test
  void aMuteIsReplacedByTheNext() throws Exception {
    Did viewer = world.account("fickle");
    Did other = world.account("other");
    client.done(viewer, "graph.muteActor", Map.of("actor", "other.test", "onlyReposts", true));
    assertEquals("[false,true,false]", muted(viewer, other));
    client.done(viewer, "graph.muteActor", Map.of("actor", "other.test", "onlyQuoteposts", true));
    assertEquals("[false,false,true]", muted(viewer, other));
    assertEquals(List.of("other"), names(client.ok(viewer, "graph.getMutes").path("mutes")));
    mute(viewer, other);
    assertEquals("[true,false,false]", muted(viewer, other));
    client.done(viewer, "graph.unmuteActor", Map.of("actor", other.value()));
    assertEquals("[false,false,false]", muted(viewer, other));
    mute(viewer, viewer);
    assertEquals(0, client.ok(viewer, "graph.getMutes").path("mutes").size());
  }

  private String muted(Did viewer, Did other) throws Exception {
    JsonNode state = client.ok(viewer, "actor.getProfile", "actor", other.value()).path("viewer");
    return List.of("muted", "mutedOnlyReposts", "mutedOnlyQuoteposts").stream()
        .map(field -> String.valueOf(state.path(field).asBoolean()))
        .toList()
        .toString()
        .replace(" ", "");
  }

  @Test
  void whatIsMutedLeavesTheTimelineAndComesBack() throws Exception {
    Did reader = world.account("reader");
    List<Did> authors = accounts("gone", "sharer", "quoter", "origin");
    authors.forEach(author -> world.follow(reader, author));
    PostKey first = world.post(authors.get(0), "by an account that is muted");
    PostKey second = world.post(authors.get(3), "reposted");
    String repost = world.repost(authors.get(1), second);
    PostKey third = world.post(authors.get(1), "by who reposts");
    ObjectNode record = World.record("quotes");
    record
        .putObject("embed")
        .put("$type", "app.bsky.embed.record")
        .set("record", World.strongRef(second));
    PostKey fourth = world.post(authors.get(2), record, null, null);
    PostKey fifth = world.post(authors.get(2), "quotes nothing");
    for (PostKey post : List.of(first, third, fourth, fifth)) {
      world.deliver(reader, post, Kind.POST);
    }
    world.deliverRepost(reader, authors.get(1), repost);
    List<String> all = timeline(reader);
    assertEquals(5, all.size());
    mute(reader, authors.get(0));
    client.done(reader, "graph.muteActor", Map.of("actor", "sharer.test", "onlyReposts", true));
    client.done(reader, "graph.muteActor", Map.of("actor", "quoter.test", "onlyQuoteposts", true));
    assertEquals(
        List.of(fifth, third).stream().map(key -> key.uri().toString()).toList(), timeline(reader));
    for (String name : List.of("gone", "sharer", "quoter")) {
      client.done(reader, "graph.unmuteActor", Map.of("actor", name + ".test"));
    }
    assertEquals(all, timeline(reader));
  }

  private List<String> timeline(Did reader) throws Exception {
    List<String> uris = new ArrayList<>();
    client
        .ok(reader, "feed.getTimeline")
        .path("feed")
        .forEach(item -> uris.add(item.path("post").path("uri").asText()));
    return uris;
  }

  @Test
  void whomNobodyKnowsIsNotMuted() throws Exception {
    Did viewer = world.account("viewer");
    for (String nobody : List.of("nobody.test", World.did("nobody").value())) {
      assertRefused(
          400,
          "InvalidRequest",
          "Actor not found",
          client.post(viewer, "graph.muteActor", Map.of("actor", nobody)));
    }
    assertRefused(
        400,
        "InvalidRequest",
        "Actor not found",
        client.post(viewer, "graph.unmuteActor", Map.of("actor", "nobody.test")));
    assertEquals(401, client.get(null, "graph.getMutes").statusCode());
    assertEquals(401, client.post(null, "graph.muteActor", Map.of("actor", "x.test")).statusCode());
  }

  @Test
  void asManyAreMutedAsTheViewerHasRoomFor() throws Exception {
    Did viewer = world.account("grumpy");
    Did last = world.account("last");
    Did more = world.account("more");
    List<String> mutes =
        IntStream.range(0, Viewer.INLINE - 1)
            .mapToObj(
                i -> "did:plc:" + Tid.of(1_700_000_000_000_000L + i, 3).value() + "a".repeat(11))
            .toList();
    world.viewer(viewer, "mutes", mutes);
    mute(viewer, last);
    assertRefused(
        400,
        "InvalidRequest",
        "At most 5000 accounts can be muted",
        client.post(viewer, "graph.muteActor", Map.of("actor", "more.test")));
    client.done(viewer, "graph.muteActor", Map.of("actor", "last.test", "onlyReposts", true));
    client.done(viewer, "graph.unmuteActor", Map.of("actor", "last.test"));
    mute(viewer, more);
    assertEquals(
        List.of("more"), names(client.ok(viewer, "graph.getMutes", "limit", "1").path("mutes")));
  }

  @Test
  void aMuteIsOneWrite() throws Exception {
    MutableClock clock = new MutableClock();
    clock.set(World.START);
    MeasuredFeed feed = new MeasuredFeed(firestore, clock);
    Did viewer = world.account("thrifty");
    List<Did> others = accounts("one", "two", "three");
    for (Did other : others) {
      assertEquals(
          "2 reads 1 writes",
          feed.procedure(viewer, "graph.muteActor", Map.of("actor", other.value())).cost());
    }
    assertEquals(
        "3 reads 0 writes", feed.query(viewer, "graph.getMutes", Map.of("limit", 2)).cost());
    assertEquals(
        "1 reads 1 writes",
        feed.procedure(viewer, "graph.unmuteActor", Map.of("actor", others.getFirst().value()))
            .cost());
  }
}

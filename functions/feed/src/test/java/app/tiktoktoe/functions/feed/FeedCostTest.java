package app.tiktoktoe.functions.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.HttpRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a page of the feed costs, in billed documents, on the emulator. */
@ExtendWith(FirestoreEmulatorExtension.class)
class FeedCostTest {
  private static final Nsid TIMELINE = Nsid.parse("app.bsky.feed.getTimeline");
  private static final int PAGE = 30;

  private final MutableClock clock = new MutableClock();
  private final World world;
  private final XrpcMethod timeline;

  FeedCostTest(Firestore firestore) {
    world = new World(firestore);
    timeline =
        new FeedWiring(
                Environment.of(TestService.environment(firestore.getOptions().getProjectId())),
                clock)
            .routes().stream()
                .filter(route -> route.nsid().equals(Optional.of(TIMELINE)))
                .findFirst()
                .orElseThrow()
                .method();
  }

  private record Answer(JsonNode body, long reads, long writes) {}

  private Answer read(Did viewer) throws Exception {
    HttpRequest http =
        (HttpRequest)
            Proxy.newProxyInstance(
                HttpRequest.class.getClassLoader(),
                new Class<?>[] {HttpRequest.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    Call call =
        new Call(
            Optional.of(TIMELINE),
            JsonNodeFactory.instance.objectNode().put("limit", PAGE),
            JsonNodeFactory.instance.objectNode(),
            Optional.of(new Caller(viewer, Grant.full(), "", clock.instant())),
            "test",
            http);
    Usage usage = new Usage();
    Reply reply = usage.during(() -> timeline.call(call));
    JsonNode body = ((Reply.Json) reply).body();
    return new Answer(body, usage.reads(), usage.writes());
  }

  @Test
  void aPageOfTopLevelPostsIsColdAndThenWarm() throws Exception {
    clock.set(World.START.plus(Duration.ofHours(1)));
    Did author = world.account("author");
    Did first = world.account("first");
    Did second = world.account("second");
    world.follow(first, author);
    world.follow(second, author);
    for (int i = 0; i < PAGE; i++) {
      PostKey post = world.post(author, "post " + i);
      world.deliver(first, post, Kind.POST);
      world.deliver(second, post, Kind.POST);
    }
    Answer cold = read(first);
    assertEquals(PAGE, cold.body().path("feed").size());
    // Viewer, timeline, list of pulled authors, one month of reactions, and the posts.
    assertEquals(4 + PAGE, cold.reads());
    assertEquals(0, cold.writes());

    Answer warm = read(second);
    assertEquals(PAGE, warm.body().path("feed").size());
    assertEquals(3, warm.reads());

    PostKey late = world.post(author, "late");
    world.deliver(second, late, Kind.POST);
    Answer next = read(second);
    assertEquals(4, next.reads());
    assertNotEquals(warm.body(), next.body());

    clock.advance(Duration.ofSeconds(10));
    assertEquals(4 + PAGE, read(second).reads());
  }

  @Test
  void aViewerWithoutATimelineGetsOne(Firestore firestore) throws Exception {
    clock.set(World.START.plus(Duration.ofHours(1)));
    Did author = world.account("wanted");
    Did away = world.account("away");
    world.follow(away, author);
    world.post(author, "while you were out");
    firestore.document("timelines/" + away).delete().get();
    Answer answer = read(away);
    assertEquals(1, answer.body().path("feed").size());
    assertEquals(1, answer.writes());
    assertTrue(firestore.document("timelines/" + away).get().get().exists());
  }
}

package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.fanout.Fanout;
import app.tiktoktoe.views.fanout.TimelineAppender;
import app.tiktoktoe.views.graph.FollowerPages;
import app.tiktoktoe.views.timeline.PulledAuthors;
import app.tiktoktoe.views.timeline.Timeline;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FanoutTest {
  private static final Did AUTHOR = Repo.did(5_000);
  private static final int FOLLOWERS = 1_000;

  private final Repo repo = new Repo();

  @Test
  void aThousandFollowersWithFullTimelinesCostAtMost1050Operations() throws Exception {
    Handlers handlers = new Handlers();
    seed(handlers, Timeline.SOFT_CAP + 5, 600);
    CommitEvent post = indexedPost(handlers);
    Usage usage = new Usage();

    assertEquals(Handled.done(), usage.during(() -> handlers.deliver(handlers.fanout, post)));

    long operations = usage.reads() + usage.writes() + usage.deletes();
    assertTrue(operations <= 1_050, usage.reads() + " reads " + usage.writes() + " writes");
    assertTrue(operations >= FOLLOWERS + 1, "counted " + operations);
    assertEquals(FOLLOWERS + 1, holding(handlers, post));
    long trimmed =
        timelines(handlers).stream().filter(t -> entries(t).size() == Timeline.SOFT_CAP).count();
    assertTrue(trimmed == 15 || trimmed == 16, trimmed + " trimmed");
  }

  @Test
  void continuesAtTheCheckpointAfterACrash() throws Exception {
    Handlers handlers = new Handlers();
    seed(handlers, 0, FOLLOWERS);
    CommitEvent post = indexedPost(handlers);
    AtomicInteger calls = new AtomicInteger();
    TimelineAppender dying =
        new TimelineAppender(
            () -> {
              if (calls.incrementAndGet() == 2) {
                throw new IllegalStateException("killed");
              }
              return handlers.clients.firestoreRpc();
            },
            handlers.clients.firestoreDatabase(),
            duration -> {});
    Fanout fanout = new Fanout(handlers.firestore, dying, 10_000, duration -> {});

    assertThrows(IllegalStateException.class, () -> handlers.deliver(fanout, post));
    assertEquals(500, holding(handlers, post));
    Usage usage = new Usage();
    assertEquals(Handled.done(), usage.during(() -> handlers.deliver(fanout, post)));

    assertEquals(FOLLOWERS + 1, holding(handlers, post));
    assertEquals(503, usage.writes(), "501 timelines and 2 checkpoints");
    Usage again = new Usage();
    assertEquals(Handled.done(), again.during(() -> handlers.deliver(fanout, post)));
    assertEquals(0, again.writes());
  }

  @Test
  void aViewerWithoutATimelineIsLeftOut() {
    Handlers handlers = new Handlers();
    seed(handlers, 0, FOLLOWERS);
    Await.result(handlers.firestore.collection("timelines").document(Repo.did(3).value()).delete());
    CommitEvent post = indexedPost(handlers);

    assertEquals(Handled.done(), handlers.deliver(handlers.fanout, post));

    assertEquals(FOLLOWERS, timelines(handlers).size());
    assertEquals(FOLLOWERS, holding(handlers, post));
  }

  @Test
  void aPopularAuthorIsPulledAndReachesOnlyItself() {
    Handlers handlers = new Handlers(FOLLOWERS - 1);
    seed(handlers, 0, FOLLOWERS);
    CommitEvent post = indexedPost(handlers);

    assertEquals(Handled.done(), handlers.deliver(handlers.fanout, post));

    assertEquals(1, holding(handlers, post));
    assertEquals(Set.of(AUTHOR), new PulledAuthors(handlers.firestore).find());
    assertTrue(new Actors(handlers.firestore).find(AUTHOR).orElseThrow().pulled());
  }

  @Test
  void waitsForTheIndex() {
    Handlers handlers = new Handlers();
    handlers.signUp(AUTHOR, "author.example.com", repo.now());
    CommitEvent post = repo.commit(AUTHOR, repo.create(Repo.POST, repo.tick(), Repo.text("early")));

    assertTrue(handlers.deliver(handlers.fanout, post) instanceof Handled.Retry);
    handlers.deliver(handlers.indexer, post);
    assertEquals(Handled.done(), handlers.deliver(handlers.fanout, post));
    assertEquals(1, holding(handlers, post));
  }

  private CommitEvent indexedPost(Handlers handlers) {
    CommitEvent post = repo.commit(AUTHOR, repo.create(Repo.POST, repo.tick(), Repo.text("hi")));
    assertEquals(Handled.done(), handlers.deliver(handlers.indexer, post));
    return post;
  }

  /** Followers with timelines of some entries; those above {@code inFirst} on the open pages. */
  private void seed(Handlers handlers, int entries, int inFirst) {
    handlers.signUp(AUTHOR, "author.example.com", repo.now());
    List<Blob> old = old(entries);
    for (int from = 0; from < FOLLOWERS; from += 50) {
      WriteBatch batch = handlers.firestore.batch();
      for (int i = from; i < from + 50; i++) {
        batch.create(
            handlers.firestore.collection("timelines").document(Repo.did(i).value()),
            Map.of("version", 1, "entries", old));
      }
      Await.result(batch.commit());
    }
    FollowerPages pages = new FollowerPages(handlers.firestore);
    for (int from = 0; from < FOLLOWERS; from += 250) {
      WriteBatch batch = handlers.firestore.batch();
      for (int i = from; i < from + 250; i++) {
        long count = i < inFirst ? 0 : FollowerPages.PAGE;
        pages.add(batch, AUTHOR, FollowerPages.pageFor(count, Repo.did(i)), Repo.did(i));
      }
      Await.result(batch.commit());
    }
    Await.result(
        handlers
            .firestore
            .collection("actors")
            .document(AUTHOR.value())
            .update("followersCount", FOLLOWERS));
  }

  private static List<Blob> old(int entries) {
    List<Blob> old = new ArrayList<>();
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (int i = 0; i < entries; i++) {
      Tid rkey = Tid.of(start.plusSeconds(i).toEpochMilli() * 1_000, 0);
      TimelineEntry entry =
          new TimelineEntry(start.plusSeconds(i), Kind.POST, rkey, Repo.did(6_000));
      old.add(Blob.fromBytes(entry.encode()));
    }
    return old;
  }

  private static int holding(Handlers handlers, CommitEvent post) {
    RecordOperation operation = post.operations().getFirst();
    String made = Objects.requireNonNull(operation.record()).path("createdAt").asText();
    Tid rkey = Tid.parse(operation.rkey().value());
    TimelineEntry entry = new TimelineEntry(Instant.parse(made), Kind.POST, rkey, AUTHOR);
    byte[] bytes = entry.encode();
    int holding = 0;
    for (QueryDocumentSnapshot timeline : timelines(handlers)) {
      holding += (int) entries(timeline).stream().filter(one -> Arrays.equals(one, bytes)).count();
    }
    return holding;
  }

  private static List<QueryDocumentSnapshot> timelines(Handlers handlers) {
    return Await.result(handlers.firestore.collection("timelines").get()).getDocuments();
  }

  private static List<byte[]> entries(QueryDocumentSnapshot timeline) {
    return new Fields(timeline).bytesList("entries");
  }
}

package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.actor.Mutes;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.indexing.RebuildStep;
import app.tiktoktoe.views.indexing.ViewRebuild;
import app.tiktoktoe.views.notification.SeenMarks;
import app.tiktoktoe.views.post.PostKey;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views that are made again are as they were, and as the same history leaves them elsewhere. */
class RebuildTest {
  private static final int ACCOUNTS = 3;
  private static final int EVENTS = 120;
  private static final Did ALICE = Repo.did(0);
  private static final Did BOB = Repo.did(1);
  private static final Did CAROL = Repo.did(2);
  private static final String BLOCK = "app.bsky.graph.block";

  private final Repo repo = new Repo();
  private final Handlers handlers = new Handlers();
  private final KeptRecords kept = new KeptRecords();
  private final ViewRebuild rebuild =
      new ViewRebuild(
          kept, handlers.firestore, handlers.captions, new MutableClock(), duration -> {});

  /** Carol blocks Bob, Alice mutes Carol; then they do what there is to do. */
  private List<RepoEvent> history(long seed) {
    for (int i = 0; i < ACCOUNTS; i++) {
      kept.open(Repo.did(i), handle(i), repo.now());
    }
    signUp(handlers);
    List<RepoEvent> events = new ArrayList<>();
    Tid taken = repo.tick();
    events.add(repo.commit(CAROL, repo.create(BLOCK, repo.tick(), Repo.subject(BOB))));
    events.add(repo.commit(ALICE, repo.create(BLOCK, taken, Repo.subject(BOB))));
    events.add(repo.commit(ALICE, Repo.delete(BLOCK, taken)));
    events.addAll(new RandomHistory(repo, ACCOUNTS, seed).events(EVENTS));
    return events;
  }

  private void signUp(Handlers world) {
    for (int i = 0; i < ACCOUNTS; i++) {
      world.signUp(Repo.did(i), handle(i), new Repo().now());
    }
    new Viewers(world.firestore).mute(ALICE, CAROL, Mutes.Scope.WHOLE);
    new SeenMarks(world.firestore).put(ALICE, new Repo().now());
    for (String path : List.of("preferences/x", "sessions/x", "devices/x/tokens/y")) {
      Await.result(world.firestore.document(path).set(Map.of("version", 1, "kept", path)));
    }
  }

  private static String handle(int account) {
    return "user" + account + ".example.com";
  }

  private void happen(RepoEvent event) {
    kept.apply(event);
    handlers.inOrder(event);
  }

  private String all() {
    return AllDocuments.of(handlers.firestore);
  }

  private String live() {
    return AllDocuments.live(handlers.firestore);
  }

  /** Names the lines that differ, not all. */
  private static void assertSame(String expected, String actual) {
    Set<String> missing = expected.lines().collect(Collectors.toCollection(TreeSet::new));
    Set<String> surplus = actual.lines().collect(Collectors.toCollection(TreeSet::new));
    Set<String> common = new TreeSet<>(missing);
    common.retainAll(surplus);
    missing.removeAll(common);
    surplus.removeAll(common);
    assertEquals(String.join("\n", missing), String.join("\n", surplus));
  }

  private int run(Optional<RebuildStep> first, int times) {
    int steps = 0;
    for (Optional<RebuildStep> step = first; step.isPresent(); steps++) {
      Optional<RebuildStep> next = Optional.empty();
      for (int i = 0; i < times; i++) {
        next = rebuild.run(step.get());
      }
      step = next;
    }
    return steps;
  }

  private int one(Did did) {
    return run(Optional.of(RebuildStep.ofOne(did)), 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void leavesEveryDocumentAsItWasAndTellsNobody(long seed) {
    history(seed).forEach(this::happen);
    String before = all();
    int told = handlers.published.size();
    assertTrue(told > 0);

    one(ALICE);
    assertSame(before, all());
    run(rebuild.firstOfAll(), 1);
    assertSame(before, all());
    run(rebuild.firstOfAll(), 2);
    assertSame(before, all());
    assertEquals(told, handlers.published.size());
    assertEquals(0, one(Did.parse("did:plc:" + "z".repeat(24))) - 1);
  }

  @Test
  void makesAllViewsFromNothing() {
    history(13).forEach(this::happen);
    List<String> seen = new ViewState(handlers, ACCOUNTS).lines();
    String before = live();
    AllDocuments.VIEWS.stream().filter(name -> !name.equals("viewers")).forEach(this::deleteAll);
    for (QueryDocumentSnapshot viewer :
        Await.result(handlers.firestore.collection("viewers").get())) {
      for (String field : List.of("follows", "followedBy", "blocks", "blockedBy")) {
        Await.result(viewer.getReference().update(field, FieldValue.delete()));
      }
    }
    Await.result(handlers.firestore.collectionGroup("items").get())
        .forEach(item -> Await.result(item.getReference().delete()));
    assertNotEquals(before, live());

    run(rebuild.firstOfAll(), 1);
    assertSame(before, live());
    assertEquals(seen, new ViewState(handlers, ACCOUNTS).lines());
  }

  private void deleteAll(String name) {
    for (QueryDocumentSnapshot document : Await.result(handlers.firestore.collection(name).get())) {
      Await.result(document.getReference().delete());
    }
  }

  @Test
  void mendsWhatIsDamaged() {
    history(14).forEach(this::happen);
    String before = live();
    damage("posts", "author", Map.of("record", "{}", "likeCount", 99, "rev", "jzzzzzzzzzzzz"));
    damage("likes", "actor", Map.of("subject", "nothing"));
    damage("follows", "actor", Map.of("indexedAt", FieldValue.delete(), "live", false));
    damage(
        "reposts", "actor", Map.of("rev", FieldValue.delete(), "createdAt", Timestamp.MAX_VALUE));
    Await.result(document("reactions/" + ALICE + "_202603").delete());
    DocumentReference actor = document("actors/" + ALICE);
    Await.result(
        actor.update(Map.of("displayName", "Mallory", "followsCount", 77, "status", "takendown")));
    Tid bogus = repo.tick();
    Await.result(
        document("viewers/" + ALICE)
            .update(
                FieldPath.of("follows", "did:plc:nobody"),
                bogus.value(),
                FieldPath.of("followedBy"),
                Map.of()));
    Await.result(document("followers/" + ALICE + "_000000").delete());
    PostKey lost = new PostKey(ALICE, bogus);
    CommitEvent never = repo.commit(ALICE, repo.create(Repo.POST, bogus, Repo.reply(lost, lost)));
    handlers.inOrder(never);
    Tid follow = repo.tick();
    handlers.inOrder(repo.commit(ALICE, repo.create(Repo.FOLLOW, follow, Repo.subject(CAROL))));
    assertNotEquals(before, live());
    kept.apply(repo.commit(ALICE));

    one(ALICE);
    assertSame(before, live());
  }

  private DocumentReference document(String path) {
    return handlers.firestore.document(path);
  }

  private void damage(String collection, String owner, Map<String, Object> fields) {
    List<QueryDocumentSnapshot> documents =
        Await.result(
                handlers.firestore.collection(collection).whereEqualTo(owner, ALICE.value()).get())
            .getDocuments()
            .stream()
            .filter(document -> Boolean.TRUE.equals(document.get("live")))
            .toList();
    assertTrue(documents.size() > 1, collection);
    Await.result(documents.getFirst().getReference().update(fields));
    Await.result(documents.getLast().getReference().delete());
  }

  /** Whether the events of commits in the middle come at once or when all is over. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void commitsInTheMiddleAreNeitherLostNorUndone(boolean atOnce) {
    List<RepoEvent> events = history(15);
    events.forEach(this::happen);
    List<RepoEvent> later = new ArrayList<>();
    Handlers twin = new Handlers();
    signUp(twin);
    events.forEach(twin::inOrder);

    Optional<RebuildStep> step = Optional.of(RebuildStep.ofOne(ALICE));
    while (step.isPresent()) {
      kept.afterNextPage(() -> meanwhile(later, atOnce));
      step = rebuild.run(step.get());
    }
    assertTrue(later.size() > 5);
    if (!atOnce) {
      later.forEach(handlers::inOrder);
    }
    later.forEach(twin::inOrder);
    if (atOnce) {
      assertSame(AllDocuments.of(twin.firestore), all());
    }
    // A tombstone that the rebuild wrote, before the event came, is of a later revision.
    assertSame(AllDocuments.live(twin.firestore), live());
  }

  /** Takes back the oldest record of each kind, which a page has just been read with. */
  private void meanwhile(List<RepoEvent> later, boolean atOnce) {
    List<RepoEvent> events = new ArrayList<>();
    for (String collection : List.of(Repo.POST, Repo.LIKE, Repo.FOLLOW, Repo.REPOST)) {
      var page = kept.records(ALICE, app.tiktoktoe.atproto.syntax.Nsid.parse(collection), null, 1);
      page.forEach(
          record ->
              events.add(
                  repo.commit(ALICE, Repo.delete(collection, Tid.parse(record.rkey().value())))));
    }
    Tid rkey = repo.tick();
    events.add(repo.commit(ALICE, repo.create(Repo.POST, rkey, Repo.text("meanwhile"))));
    PostKey post = new PostKey(ALICE, rkey);
    events.add(repo.commit(BOB, repo.create(Repo.LIKE, repo.tick(), Repo.subject(post))));
    events.add(repo.commit(ALICE, repo.create(Repo.LIKE, repo.tick(), Repo.subject(post))));
    later.addAll(events);
    events.forEach(kept::apply);
    if (atOnce) {
      events.forEach(handlers::inOrder);
    }
  }

  /** A change of status counts nothing again; a rebuild counts what is shown. */
  @Test
  void whoIsNotActiveStaysHiddenAndTheDeletedStayDeleted() {
    history(16).forEach(this::happen);
    turn(ALICE, AccountStatus.DEACTIVATED);
    turn(BOB, AccountStatus.DELETED);
    String before = all().replaceAll("[a-zA-Z]+Count=[0-9]+, ", "");
    run(rebuild.firstOfAll(), 1);
    assertSame(before, all().replaceAll("[a-zA-Z]+Count=[0-9]+, ", ""));
  }

  private void turn(Did did, AccountStatus status) {
    repo.tick();
    kept.turn(did, status, repo.now());
    AccountEvent event = new AccountEvent(did, status, repo.now());
    handlers.deliver(handlers.indexer, event);
  }

  @Test
  void aProfileThatIsGoneIsGone() {
    history(17).forEach(this::happen);
    CommitEvent profile =
        repo.commit(
            ALICE,
            Repo.update("app.bsky.actor.profile", "self", Repo.text("").put("displayName", "Al")));
    happen(profile);
    kept.apply(
        repo.commit(
            ALICE,
            new app.tiktoktoe.events.RecordOperation(
                app.tiktoktoe.events.RecordOperation.Action.DELETE,
                app.tiktoktoe.atproto.syntax.Nsid.parse("app.bsky.actor.profile"),
                RecordKey.parse("self"),
                null,
                null,
                null)));
    one(ALICE);
    assertEquals(null, Await.result(document("actors/" + ALICE).get()).get("displayName"));
  }
}

package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.views.indexing.RebuildStep;
import app.tiktoktoe.views.indexing.RebuildStep.Phase;
import app.tiktoktoe.views.indexing.ViewRebuild;
import app.tiktoktoe.views.post.PostKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What steps of a rebuild read, write and delete, beside what the source reads. */
class RebuildCostTest {
  private static final Did ALICE = Repo.did(0);
  private static final Did BOB = Repo.did(1);

  private final Repo repo = new Repo();
  private final Handlers handlers = new Handlers();
  private final KeptRecords kept = new KeptRecords();
  private final ViewRebuild rebuild =
      new ViewRebuild(
          kept, handlers.firestore, handlers.captions, new MutableClock(), duration -> {});
  private final Tid post = repo.tick();

  @BeforeEach
  void aPostALikeAndAFollow() {
    for (Did did : List.of(ALICE, BOB)) {
      kept.open(did, "user.example.com", repo.now());
      handlers.signUp(did, "user.example.com", repo.now());
    }
    happen(BOB, repo.create(Repo.POST, post, Repo.text("hello")));
    happen(ALICE, repo.create(Repo.LIKE, repo.tick(), Repo.subject(new PostKey(BOB, post))));
    happen(ALICE, repo.create(Repo.FOLLOW, repo.tick(), Repo.subject(BOB)));
  }

  private void happen(Did did, RecordOperation operation) {
    var commit = repo.commit(did, operation);
    kept.apply(commit);
    handlers.inOrder(commit);
  }

  private List<Long> cost(Did did, Phase phase, String collection) throws Exception {
    Usage usage = new Usage();
    usage.during(() -> rebuild.run(new RebuildStep(false, did, phase, collection, "")));
    return List.of(usage.reads(), usage.writes(), usage.deletes());
  }

  @Test
  void ofARecord() throws Exception {
    assertEquals(List.of(11L, 2L, 1L), cost(BOB, Phase.REPLAY, Repo.POST));
    assertEquals(List.of(10L, 5L, 1L), cost(ALICE, Phase.REPLAY, Repo.LIKE));
    assertEquals(List.of(15L, 9L, 1L), cost(ALICE, Phase.REPLAY, Repo.FOLLOW));
  }

  @Test
  void ofWhatIsAsItShouldBe() throws Exception {
    assertEquals(List.of(12L, 0L, 0L), cost(ALICE, Phase.ACCOUNT, ""));
    assertEquals(List.of(2L, 0L, 0L), cost(ALICE, Phase.SWEEP, Repo.LIKE));
    assertEquals(List.of(10L, 0L, 0L), cost(BOB, Phase.SETTLE, ""));
  }
}

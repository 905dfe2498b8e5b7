package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.events.AccountStatus;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEvent.AccountEvent;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.RepoEvent.IdentityEvent;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountStatusTest {
  private static final Did ALICE = Repo.did(1);

  private final Repo repo = new Repo();
  private final Handlers handlers = new Handlers();
  private final Posts posts = new Posts(handlers.firestore);
  private final Actors actors = new Actors(handlers.firestore);
  private final Tid first = repo.tick();
  private final Tid second = repo.tick();

  @BeforeEach
  void twoPosts() {
    handlers.signUp(ALICE, "alice.example.com", repo.now());
    handlers.inOrder(post(first));
    handlers.inOrder(post(second));
  }

  private CommitEvent post(Tid rkey) {
    return repo.commit(ALICE, repo.create(Repo.POST, rkey, Repo.text("hello")));
  }

  private AccountEvent turns(AccountStatus status) {
    repo.tick();
    return new AccountEvent(ALICE, status, repo.now());
  }

  private void index(RepoEvent event) {
    assertInstanceOf(Handled.Done.class, handlers.deliver(handlers.indexer, event));
  }

  private int shown() {
    return posts.find(List.of(new PostKey(ALICE, first), new PostKey(ALICE, second))).size();
  }

  @Test
  void whoIsAwayIsNotSeenUntilTheReturn() {
    index(turns(AccountStatus.DEACTIVATED));
    assertEquals(0, shown());
    assertTrue(actors.find(List.of(ALICE)).isEmpty());
    assertFalse(actors.find(ALICE).orElseThrow().isShown());
    index(turns(AccountStatus.ACTIVE));
    assertEquals(2, shown());
    assertEquals(1, actors.find(List.of(ALICE)).size());
  }

  @Test
  void theLatestStatusCountsInAnyOrder() {
    AccountEvent away = turns(AccountStatus.TAKENDOWN);
    AccountEvent back = turns(AccountStatus.ACTIVE);
    AccountEvent awayAgain = turns(AccountStatus.TAKENDOWN);
    index(awayAgain);
    index(back);
    index(away);
    assertEquals(0, shown());
    index(awayAgain);
    assertEquals(0, shown());
  }

  @Test
  void aPostThatIsIndexedLateStaysHidden() {
    Tid rkey = repo.tick();
    CommitEvent late = post(rkey);
    index(turns(AccountStatus.DEACTIVATED));
    index(late);
    assertTrue(posts.find(List.of(new PostKey(ALICE, rkey))).isEmpty());
    index(turns(AccountStatus.ACTIVE));
    assertEquals(1, posts.find(List.of(new PostKey(ALICE, rkey))).size());
  }

  @Test
  void whatWasDeletedMeanwhileDoesNotComeBack() {
    index(turns(AccountStatus.DEACTIVATED));
    index(repo.commit(ALICE, Repo.delete(Repo.POST, first)));
    index(turns(AccountStatus.ACTIVE));
    assertEquals(1, shown());
  }

  @Test
  void aDeletedAccountIsHiddenAndNothingMoreBecomesOfIt() {
    Tid rkey = repo.tick();
    CommitEvent late = post(rkey);
    IdentityEvent named = new IdentityEvent(ALICE, Handle.parse("new.example.com"), repo.now());
    index(turns(AccountStatus.DEACTIVATED));
    index(turns(AccountStatus.DELETED));
    assertEquals(0, shown());
    var actor = Await.result(actors.document(ALICE).get());
    assertNull(actor.get("displayName"));
    index(late);
    index(named);
    assertFalse(Await.result(posts.document(new PostKey(ALICE, rkey)).get()).exists());
    assertEquals("handle.invalid", Await.result(actors.document(ALICE).get()).getString("handle"));
    index(turns(AccountStatus.DELETED));
  }

  @Test
  void theFirstEventOfAnAccountCostsARead() throws Exception {
    AccountEvent begins = turns(AccountStatus.ACTIVE);
    Usage usage = new Usage();
    usage.during(() -> handlers.deliver(handlers.indexer, begins));
    assertEquals(1, usage.reads());
    assertEquals(0, usage.writes());
  }
}

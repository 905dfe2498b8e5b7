package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.DocumentSnapshot;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final String BLOCK = "app.bsky.graph.block";

  private final Repo repo = new Repo();
  private final Handlers handlers = new Handlers();

  @Test
  void blockThatIsTakenBackIsATombstoneThatExpires() throws Exception {
    Did actor = Repo.did(1);
    Did subject = Repo.did(2);
    handlers.signUp(actor, "one.example.com", repo.now());
    handlers.signUp(subject, "two.example.com", repo.now());
    Tid rkey = repo.tick();

    handlers.inOrder(repo.commit(actor, repo.create(BLOCK, rkey, Repo.subject(subject))));
    DocumentSnapshot block = onlyBlock();
    assertEquals(true, block.getBoolean("live"));
    assertNull(block.get("expireAt"));

    handlers.inOrder(repo.commit(actor, Repo.delete(BLOCK, rkey)));
    DocumentSnapshot tombstone = onlyBlock();
    assertEquals(block.getId(), tombstone.getId());
    assertEquals(false, tombstone.getBoolean("live"));
    assertNotNull(tombstone.getTimestamp("expireAt"));
  }

  private DocumentSnapshot onlyBlock() {
    var blocks = Await.result(handlers.firestore.collection("blocks").get()).getDocuments();
    assertEquals(1, blocks.size());
    return blocks.getFirst();
  }
}

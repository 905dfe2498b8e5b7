package app.tiktoktoe.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaptionsTest {
  private static final Cid VIDEO = Cid.ofRaw(new byte[] {1});
  private static final Cid ONE = Cid.ofRaw(new byte[] {2});
  private static final Cid TWO = Cid.ofRaw(new byte[] {3});

  private final Repo repo = new Repo();
  private final Handlers handlers = new Handlers();
  private final Posts posts = new Posts(handlers.firestore);
  private final Did author = Repo.did(1);
  private final Tid rkey = repo.tick();
  private final PostKey key = new PostKey(author, rkey);

  @BeforeEach
  void signUp() {
    handlers.signUp(author, "one.example.com", repo.now());
  }

  private static ObjectNode video() {
    ObjectNode record = Repo.text("a video");
    record.withObject("/embed").put("$type", "app.bsky.embed.video").set("video", blob(VIDEO));
    return record;
  }

  private static ObjectNode captioned(ObjectNode record, String language, Cid file) {
    record
        .withObject("/embed")
        .withArray("captions")
        .addObject()
        .put("lang", language)
        .set("file", blob(file));
    return record;
  }

  private static ObjectNode blob(Cid cid) {
    ObjectNode blob = Repo.text("").put("$type", "blob").put("size", 1);
    blob.set("ref", JsonForm.of(cid));
    return blob;
  }

  private Post post() {
    return Objects.requireNonNull(posts.find(List.of(key)).get(key));
  }

  private void commit(ObjectNode record) {
    handlers.inOrder(repo.commit(author, repo.create(Repo.POST, rkey, record)));
  }

  @Test
  void aPostIsShownWithTheCaptionsThatWereServed() throws Exception {
    ObjectNode record = captioned(captioned(video(), "en", ONE), "EN", TWO);
    commit(captioned(captioned(record, "no language", TWO), "de", TWO));
    String captions = VIDEO + " {en=" + ONE + ", de=" + TWO + "}";
    assertEquals(Set.of(captions), handlers.captions.served);
    assertEquals(captions, post().captions());
  }

  @Test
  void aPostThatLosesItsCaptionsIsShownWithout() throws Exception {
    commit(captioned(video(), "en", ONE));
    assertEquals(VIDEO + " {en=" + ONE + "}", post().captions());
    commit(video());
    assertNull(post().captions());
    handlers.inOrder(repo.commit(author, Repo.delete(Repo.POST, rkey)));
    assertNull(posts.document(key).get().get().get("captions"));
  }

  @Test
  void whatCannotBeServedIsNotNamed() throws Exception {
    handlers.captions.gone.add(VIDEO);
    commit(captioned(video(), "en", ONE));
    assertNull(post().captions());
  }

  @Test
  void aRepeatedEventServesNothing() throws Exception {
    var commit = repo.commit(author, repo.create(Repo.POST, rkey, captioned(video(), "en", ONE)));
    handlers.inOrder(commit);
    handlers.captions.served.clear();
    handlers.inOrder(commit);
    assertEquals(Set.of(), handlers.captions.served);
    assertEquals(VIDEO + " {en=" + ONE + "}", post().captions());
  }
}

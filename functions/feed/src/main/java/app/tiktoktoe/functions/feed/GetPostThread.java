package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A post with what it answers and the replies to it. Of a thread the newest {@link #REPLIES}
 * replies are known, at any depth; replies of one post are newest first. At most {@link #PARENTS}
 * levels of parents are shown.
 *
 * <p>Refuses {@code NotFound} for a post that is not there. Costs a read per post shown.
 */
final class GetPostThread implements XrpcMethod {
  static final int REPLIES = 200;
  static final int PARENTS = 200;

  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Posts posts;
  private final Hydrator hydrator;
  private final PostViews views;

  GetPostThread(
      ViewerSessions sessions,
      ActorLookup lookup,
      Posts posts,
      Hydrator hydrator,
      PostViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.posts = posts;
    this.hydrator = hydrator;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.find(call);
    Post anchor = lookup.post(call.text("uri")).map(this::post).orElse(null);
    if (anchor == null) {
      return Refusal.of("NotFound", "Post not found: " + call.text("uri"));
    }
    int height = 0;
    Map<PostKey, Post> shown = new LinkedHashMap<>();
    shown.put(anchor.key(), anchor);
    if (viewer == null || !viewer.isApartFrom(anchor.key().author())) {
      height = addParents(anchor, Math.min(call.number("parentHeight"), PARENTS), shown);
      replies(anchor, call.number("depth")).forEach(post -> shown.putIfAbsent(post.key(), post));
    }
    ThreadView view = new ThreadView(views, hydrator.ofPosts(viewer, shown.values()));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("thread", view.of(anchor, height, call.number("depth")));
    return Reply.json(answer);
  }

  private @Nullable Post post(PostKey key) {
    return hydrator.posts(List.of(key)).get(key);
  }

  /** Adds what the anchor answers, and returns how many levels there are to show. */
  private int addParents(Post anchor, int height, Map<PostKey, Post> shown) {
    AtUri uri = anchor.replyParent();
    for (int level = 1; level <= height && uri != null; level++) {
      Post parent = PostKey.of(uri).map(this::post).orElse(null);
      if (parent == null) {
        return level;
      }
      if (shown.putIfAbsent(parent.key(), parent) != null) {
        // Records are what clients write: posts may name each other as parents.
        return level - 1;
      }
      uri = parent.replyParent();
    }
    return height;
  }

  private List<Post> replies(Post anchor, int depth) {
    AtUri root = Objects.requireNonNullElseGet(anchor.replyRoot(), () -> anchor.key().uri());
    return depth == 0 ? List.of() : posts.repliesInThread(root, REPLIES);
  }
}

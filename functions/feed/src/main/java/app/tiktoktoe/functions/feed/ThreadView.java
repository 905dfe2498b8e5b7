package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.post.Post;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One thread as {@code app.bsky.feed.defs#threadViewPost}. A blocked post stands as {@code
 * #blockedPost}, with nothing above or below it; a parent that is gone as {@code #notFoundPost}.
 */
final class ThreadView {
  private final PostViews views;
  private final Hydration hydration;
  private final Map<AtUri, List<Post>> repliesByParent = new HashMap<>();

  /** The thread's posts are in {@code hydration}, replies newest first. */
  ThreadView(PostViews views, Hydration hydration) {
    this.views = views;
    this.hydration = hydration;
    for (Post post : hydration.posts().values()) {
      if (post.replyParent() != null) {
        repliesByParent.computeIfAbsent(post.replyParent(), uri -> new ArrayList<>()).add(post);
      }
    }
  }

  /** The thread around a post, with {@code height} levels above it and {@code depth} below. */
  ObjectNode of(Post anchor, int height, int depth) {
    // Records are what clients write: posts may name each other as parents. Each has one parent, so
    // a circle below the anchor leads through it.
    repliesByParent.values().forEach(replies -> replies.remove(anchor));
    ObjectNode view = below(anchor, depth);
    AtUri parent = anchor.replyParent();
    if (parent != null && height > 0 && !isBlocked(anchor)) {
      view.set("parent", above(parent, height));
    }
    return view;
  }

  private boolean isBlocked(Post post) {
    return hydration.isApart(post.key().author());
  }

  private ObjectNode below(Post post, int depth) {
    if (isBlocked(post)) {
      return Absent.blocked(PostViews.BLOCKED, post.key().uri(), post.key().author(), hydration);
    }
    ObjectNode view = node(post);
    if (depth > 0) {
      ArrayNode replies = view.putArray("replies");
      repliesByParent
          .getOrDefault(post.key().uri(), List.of())
          .forEach(reply -> replies.add(below(reply, depth - 1)));
    }
    view.putObject("threadContext");
    return view;
  }

  private ObjectNode above(AtUri uri, int height) {
    if (uri.authority() instanceof Did author && hydration.isApart(author)) {
      return Absent.blocked(PostViews.BLOCKED, uri, author, hydration);
    }
    Post post = hydration.post(uri);
    if (post == null) {
      return Absent.notFound(PostViews.NOT_FOUND, uri);
    }
    ObjectNode view = node(post);
    AtUri parent = post.replyParent();
    if (parent != null && height > 1) {
      view.set("parent", above(parent, height - 1));
    }
    view.putObject("threadContext");
    return view;
  }

  private ObjectNode node(Post post) {
    ObjectNode view =
        JsonNodeFactory.instance.objectNode().put("$type", "app.bsky.feed.defs#threadViewPost");
    view.set("post", views.post(post, hydration));
    return view;
  }
}

package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostCounts;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Posts as {@code app.bsky.feed.defs} describes them. Thread-safe. */
final class PostViews {
  static final String BLOCKED = "app.bsky.feed.defs#blockedPost";
  static final String NOT_FOUND = "app.bsky.feed.defs#notFoundPost";
  private static final Nsid LIKE = Nsid.parse("app.bsky.feed.like");
  private static final Nsid REPOST = Nsid.parse("app.bsky.feed.repost");

  private final AccountViews accounts;
  private final EmbedViews embeds;

  PostViews(AccountViews accounts, EmbedViews embeds) {
    this.accounts = accounts;
    this.embeds = embeds;
  }

  /** {@code #postView}. */
  ObjectNode post(Post post, Hydration hydration) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("uri", post.key().uri().toString());
    view.put("cid", post.cid().toString());
    view.set("author", accounts.basic(post.author(), hydration.viewer()));
    view.set("record", post.record());
    ObjectNode embed = embeds.of(post, hydration);
    if (embed != null) {
      view.set("embed", embed);
    }
    putCounts(view, post.counts());
    view.put("indexedAt", AtDatetime.format(post.indexedAt()));
    Viewer viewer = hydration.viewer();
    if (viewer != null) {
      view.set("viewer", viewerState(post, viewer, hydration));
    }
    view.putArray("labels");
    return view;
  }

  static void putCounts(ObjectNode view, PostCounts counts) {
    view.put("replyCount", counts.replies());
    view.put("repostCount", counts.reposts());
    view.put("likeCount", counts.likes());
    view.put("quoteCount", counts.quotes());
  }

  private static ObjectNode viewerState(Post post, Viewer viewer, Hydration hydration) {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    putRecord(state, "like", viewer.did(), LIKE, hydration.reactions().likes().get(post.key()));
    putRecord(
        state, "repost", viewer.did(), REPOST, hydration.reactions().reposts().get(post.key()));
    return state.put("threadMuted", false).put("embeddingDisabled", false);
  }

  private static void putRecord(
      ObjectNode state, String field, Did owner, Nsid collection, @Nullable RecordKey rkey) {
    if (rkey != null) {
      state.put(field, AtUri.of(owner, collection, rkey).toString());
    }
  }

  /** {@code #feedViewPost}. */
  ObjectNode feedItem(FeedItem item, Hydration hydration) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    Post post = item.post();
    view.set("post", post(post, hydration));
    AtUri parent = post.replyParent();
    AtUri root = post.replyRoot();
    if (parent != null && root != null) {
      ObjectNode reply = view.putObject("reply");
      reply.set("root", answered(root, hydration));
      reply.set("parent", answered(parent, hydration));
    }
    if (item.repost() != null) {
      putReason(view, item.repost(), hydration);
    }
    return view;
  }

  private void putReason(ObjectNode view, Edge repost, Hydration hydration) {
    AuthorCard by = hydration.cards().get(repost.actor());
    if (by != null) {
      ObjectNode reason = view.putObject("reason");
      reason.put("$type", "app.bsky.feed.defs#reasonRepost");
      reason.set("by", accounts.basic(by, hydration.viewer()));
      reason.put("uri", AtUri.of(repost.actor(), REPOST, repost.rkey()).toString());
      reason.put("indexedAt", AtDatetime.format(repost.indexedAt()));
    }
  }

  private ObjectNode answered(AtUri uri, Hydration hydration) {
    if (uri.authority() instanceof Did author && hydration.isApart(author)) {
      return Absent.blocked(BLOCKED, uri, author, hydration);
    }
    Post post = hydration.post(uri);
    return post == null
        ? Absent.notFound(NOT_FOUND, uri)
        : post(post, hydration).put("$type", "app.bsky.feed.defs#postView");
  }
}

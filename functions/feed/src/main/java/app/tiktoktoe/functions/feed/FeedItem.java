package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.post.Post;
import org.jspecify.annotations.Nullable;

/**
 * One line of a feed: a post, and who brought it there.
 *
 * @param repost null when its author did
 */
record FeedItem(Post post, @Nullable Edge repost) {
  /** The post's author and, where it was reposted, who did. */
  boolean isBy(Did did) {
    return post.key().author().equals(did) || (repost != null && repost.actor().equals(did));
  }
}

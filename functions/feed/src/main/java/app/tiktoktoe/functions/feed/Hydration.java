package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.reaction.ViewerReactions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the posts of one answer are shown with.
 *
 * @param viewer who reads; null for nobody in particular
 * @param posts the posts, and what they answer and quote, as far as it is live
 * @param reactions what the viewer did to them
 * @param cards of whoever reposted
 */
record Hydration(
    @Nullable Viewer viewer,
    Map<PostKey, Post> posts,
    ViewerReactions reactions,
    Map<Did, AuthorCard> cards) {

  @Nullable Post post(AtUri uri) {
    return PostKey.of(uri).map(posts::get).orElse(null);
  }

  /** False for a repost by an account that is hidden. */
  boolean isByWhoIsShown(FeedItem item) {
    return item.repost() == null || cards.containsKey(item.repost().actor());
  }

  /** True when the viewer and an account do not see each other. */
  boolean isApart(Did author) {
    return viewer != null && viewer.isApartFrom(author);
  }
}

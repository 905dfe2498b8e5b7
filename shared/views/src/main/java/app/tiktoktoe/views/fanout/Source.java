package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;

/** Makes timeline entries of what was indexed. */
final class Source {
  private Source() {}

  static TimelineEntry of(Post post) {
    return new TimelineEntry(
        post.sortAt(),
        post.isReply() ? Kind.REPLY : Kind.POST,
        post.key().rkey(),
        post.key().author());
  }

  static TimelineEntry ofRepost(Edge repost) {
    return new TimelineEntry(
        repost.createdAt().isBefore(repost.indexedAt()) ? repost.createdAt() : repost.indexedAt(),
        Kind.REPOST,
        Tid.parse(repost.rkey().value()),
        repost.actor());
  }
}

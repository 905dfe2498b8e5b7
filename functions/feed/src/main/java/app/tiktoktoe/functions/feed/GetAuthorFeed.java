package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one account posted and reposted, newest first. The filters for media and video show no
 * reposts; {@code includePins} shows no more than without it, since no pin is kept.
 *
 * <p>Refuses {@code InvalidRequest} for an account that is not here, {@code BlockedActor} and
 * {@code BlockedByActor}. Costs a read per post and per repost of the page, at most twice the
 * limit, and one per reposted post.
 */
final class GetAuthorFeed implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Posts posts;
  private final Reposts reposts;
  private final Hydrator hydrator;
  private final PostViews views;

  GetAuthorFeed(
      ViewerSessions sessions,
      ActorLookup lookup,
      Posts posts,
      Reposts reposts,
      Hydrator hydrator,
      PostViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.posts = posts;
    this.reposts = reposts;
    this.hydrator = hydrator;
    this.views = views;
  }

  /** A post or, where {@code post} is null, a repost, and its place in the list. */
  private record Line(Cursor place, @Nullable Post post, @Nullable Edge repost) {
    static Line of(Post post) {
      return new Line(new Cursor(post.sortAt(), post.key().toString()), post, null);
    }

    static Line of(Edge repost) {
      String id = Edges.id(repost.actor(), repost.rkey().value());
      return new Line(new Cursor(repost.indexedAt(), id), null, repost);
    }
  }

  @Override
  public Reply call(Call call) {
    Cursor cursor = Cursors.of(call);
    AuthorFilter filter = filter(call.text("filter"));
    Viewer viewer = sessions.find(call);
    Optional<Actor> actor = lookup.actor(call.text("actor"));
    if (actor.isEmpty()) {
      return Refusal.invalid("Profile not found");
    }
    Did did = actor.get().did();
    if (viewer != null && viewer.blocks().containsKey(did)) {
      return Refusal.of("BlockedActor", "Requester has blocked actor: " + did);
    }
    if (viewer != null && viewer.blockedBy().containsKey(did)) {
      return Refusal.of("BlockedByActor", "Requester is blocked by actor: " + did);
    }
    return feed(viewer, lines(did, cursor, call.number("limit"), filter), call.number("limit"));
  }

  private static AuthorFilter filter(String name) {
    return Stream.of(AuthorFilter.values())
        .filter(filter -> filter.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.invalid("Unknown filter: " + name).asException());
  }

  private List<Line> lines(Did author, @Nullable Cursor cursor, int limit, AuthorFilter filter) {
    List<Line> lines = new ArrayList<>();
    Page<Post> own = posts.byAuthor(author, cursor, limit, filter);
    own.items().forEach(post -> lines.add(Line.of(post)));
    if (filter != AuthorFilter.POSTS_WITH_MEDIA && filter != AuthorFilter.POSTS_WITH_VIDEO) {
      reposts.byActor(author, cursor, limit).items().forEach(edge -> lines.add(Line.of(edge)));
    }
    lines.sort(
        Comparator.comparing((Line line) -> line.place().time())
            .thenComparing(line -> line.place().id())
            .reversed());
    return lines;
  }

  private Reply feed(@Nullable Viewer viewer, List<Line> lines, int limit) {
    List<Line> page = lines.subList(0, Math.min(limit, lines.size()));
    List<FeedItem> items = items(viewer, page);
    Hydration hydration = hydrator.ofFeed(viewer, items);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Cursors.put(answer, page.size() < limit ? null : page.getLast().place());
    ArrayNode feed = answer.putArray("feed");
    items.forEach(item -> feed.add(views.feedItem(item, hydration)));
    return Reply.json(answer);
  }

  private List<FeedItem> items(@Nullable Viewer viewer, List<Line> page) {
    Map<PostKey, Post> reposted =
        hydrator.posts(
            page.stream()
                .flatMap(line -> Stream.ofNullable(line.repost()))
                .map(repost -> PostKey.parse(repost.subject()))
                .toList());
    List<FeedItem> items = new ArrayList<>();
    for (Line line : page) {
      Edge repost = line.repost();
      Post post = repost == null ? line.post() : reposted.get(PostKey.parse(repost.subject()));
      if (post != null && (viewer == null || !viewer.isApartFrom(post.key().author()))) {
        items.add(new FeedItem(post, repost));
      }
    }
    return items;
  }
}

package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the viewer and whom it follows posted and reposted, newest first.
 *
 * <p>Left out are posts and reposts by or of accounts that are muted or blocked, either way;
 * reposts and quotes by accounts whose reposts or quotes are; replies to accounts that the viewer
 * does not follow, unless the viewer answers or is answered; and what is deleted. A page is filled
 * up from further entries, at most {@link #ROUNDS} times, so it may be shorter than asked and not
 * be the last.
 */
final class GetTimeline implements XrpcMethod {
  private static final int ROUNDS = 5;
  private static final int REPOSTS_KEPT = 5_000;

  private final ViewerSessions sessions;
  private final TimelineSource source;
  private final Reposts reposts;
  private final Hydrator hydrator;
  private final PostViews views;
  private final RecentlyLoaded<String, Edge> recentReposts;

  GetTimeline(
      ViewerSessions sessions,
      TimelineSource source,
      Reposts reposts,
      Hydrator hydrator,
      PostViews views,
      InstantSource clock) {
    this.sessions = sessions;
    this.source = source;
    this.reposts = reposts;
    this.hydrator = hydrator;
    this.views = views;
    this.recentReposts = new RecentlyLoaded<>(REPOSTS_KEPT, clock);
  }

  @Override
  public Reply call(Call call) {
    Cursor cursor = Cursors.of(call);
    int limit = call.number("limit");
    Viewer viewer = sessions.require(call);
    List<TimelineEntry> entries =
        source.entries(viewer).stream()
            .filter(entry -> cursor == null || TimelineSource.isAfter(entry, cursor))
            .toList();
    List<FeedItem> page = new ArrayList<>();
    int read = 0;
    for (int round = 0; round < ROUNDS && page.size() < limit; round++) {
      int end = Math.min(entries.size(), read + limit - page.size());
      items(entries.subList(read, end)).filter(item -> isVisible(item, viewer)).forEach(page::add);
      read = end;
    }
    Cursor next = read < entries.size() ? TimelineSource.place(entries.get(read - 1)) : null;
    return answer(hydrator.ofFeed(viewer, page), page, next);
  }

  private Reply answer(Hydration hydration, List<FeedItem> page, @Nullable Cursor next) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Cursors.put(answer, next);
    ArrayNode feed = answer.putArray("feed");
    page.stream()
        .filter(hydration::isByWhoIsShown)
        .forEach(item -> feed.add(views.feedItem(item, hydration)));
    return Reply.json(answer);
  }

  private Stream<FeedItem> items(List<TimelineEntry> entries) {
    Map<String, Edge> edges =
        recentReposts.find(
            entries.stream()
                .filter(entry -> entry.kind() == Kind.REPOST)
                .map(GetTimeline::recordId)
                .toList(),
            reposts::find);
    Map<TimelineEntry, PostKey> keys = new LinkedHashMap<>();
    for (TimelineEntry entry : entries) {
      Edge repost = edges.get(recordId(entry));
      if (entry.kind() != Kind.REPOST) {
        keys.put(entry, new PostKey(entry.author(), entry.rkey()));
      } else if (repost != null) {
        keys.put(entry, PostKey.parse(repost.subject()));
      }
    }
    Map<PostKey, Post> posts = hydrator.posts(keys.values());
    return keys.entrySet().stream()
        .filter(entry -> posts.containsKey(entry.getValue()))
        .map(
            entry ->
                new FeedItem(
                    Objects.requireNonNull(posts.get(entry.getValue())),
                    entry.getKey().kind() == Kind.REPOST
                        ? edges.get(recordId(entry.getKey()))
                        : null));
  }

  private static String recordId(TimelineEntry entry) {
    return Edges.id(entry.author(), entry.rkey().value());
  }

  private static boolean isVisible(FeedItem item, Viewer viewer) {
    Post post = item.post();
    List<Did> answered =
        Stream.of(post.replyParent(), post.replyRoot())
            .filter(Objects::nonNull)
            .map(AtUri::authority)
            .flatMap(did -> did instanceof Did known ? Stream.of(known) : Stream.empty())
            .collect(Collectors.toList());
    return !viewer.ignores(post.key().author())
        && !isMutedInPart(item, viewer)
        && answered.stream().noneMatch(viewer::isApartFrom)
        && (item.repost() != null || item.isBy(viewer.did()) || isReplyToKnown(answered, viewer));
  }

  private static boolean isMutedInPart(FeedItem item, Viewer viewer) {
    Post post = item.post();
    Edge repost = item.repost();
    return (repost != null && viewer.mutes().reposts().contains(repost.actor()))
        || (post.quoted() != null && viewer.mutes().quotes().contains(post.key().author()));
  }

  private static boolean isReplyToKnown(List<Did> parentAndRoot, Viewer viewer) {
    return parentAndRoot.isEmpty()
        || parentAndRoot.contains(viewer.did())
        || viewer.follows().containsKey(parentAndRoot.getFirst());
  }
}

package app.tiktoktoe.views;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.FollowerPages;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reactions;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.reaction.ViewerReactions;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.Timelines;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that readers see of some accounts, as sorted lines. */
final class ViewState {
  private static final int ALL = 1_000;

  private final Handlers handlers;
  private final int accounts;

  ViewState(Handlers handlers, int accounts) {
    this.handlers = handlers;
    this.accounts = accounts;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < accounts; i++) {
      add(lines, Repo.did(i));
    }
    return lines;
  }

  private void add(List<String> lines, Did did) {
    Actor actor = new Actors(handlers.firestore).find(did).orElseThrow();
    Viewer viewer = new Viewers(handlers.firestore).find(did).orElseThrow();
    lines.add(
        "%s name %s followers %d follows %d posts %d"
            .formatted(
                did,
                actor.displayName(),
                actor.followersCount(),
                actor.followsCount(),
                actor.postsCount()));
    lines.add("follows " + keyed(viewer.follows()));
    lines.add("followed by " + keyed(viewer.followedBy()));
    lines.add("pages " + new FollowerPages(handlers.firestore).followersOf(did));
    addPosts(lines, actor);
    lines.add("timeline " + timeline(viewer));
    lines.add("reactions " + reactions(did));
    lines.add("notifications " + notifications(did));
  }

  private static <V> Map<String, V> keyed(Map<?, V> map) {
    TreeMap<String, V> keyed = new TreeMap<>();
    map.forEach((key, value) -> keyed.put(key.toString(), value));
    return keyed;
  }

  private void addPosts(List<String> lines, Actor actor) {
    new Posts(handlers.firestore)
        .byAuthor(actor.did(), null, ALL, AuthorFilter.POSTS_WITH_REPLIES)
        .items()
        .forEach(post -> lines.add(line(post)));
  }

  private static String line(Post post) {
    return "post %s %s by %s %s"
        .formatted(post.key(), post.sortAt(), post.author().displayName(), post.counts());
  }

  private Set<String> timeline(Viewer viewer) {
    List<TimelineEntry> entries =
        new Timelines(handlers.firestore).find(viewer.did()).orElseThrow().visibleTo(viewer);
    TreeSet<String> visible = new TreeSet<>();
    Posts posts = new Posts(handlers.firestore);
    Reposts reposts = new Reposts(handlers.firestore);
    for (TimelineEntry entry : entries) {
      boolean live =
          entry.kind() == TimelineEntry.Kind.REPOST
              ? !reposts.find(List.of(Edges.id(entry.author(), entry.rkey().value()))).isEmpty()
              : !posts.find(List.of(new PostKey(entry.author(), entry.rkey()))).isEmpty();
      if (live) {
        visible.add(entry.sortAt() + " " + entry.kind() + " " + entry.uri());
      }
    }
    return visible;
  }

  private String reactions(Did did) {
    ViewerReactions found =
        new Reactions(handlers.firestore).find(did, List.of(YearMonth.of(2026, 3)));
    return keyed(found.likes()) + " " + keyed(found.reposts());
  }

  private Set<String> notifications(Did did) {
    TreeSet<String> found = new TreeSet<>();
    new Notifications(handlers.firestore)
        .list(did, null, ALL)
        .items()
        .forEach(one -> found.add(one.reason() + " " + one.uri() + " " + one.reasonSubject()));
    return found;
  }
}

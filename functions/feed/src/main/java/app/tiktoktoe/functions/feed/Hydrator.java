package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reactions;
import app.tiktoktoe.views.reaction.ViewerReactions;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads what posts are shown with: a read for each post, parent, root, quoted post and reposter
 * that no reader of this instance loaded in the last 10 seconds, and one for each month of posts
 * that the viewer may have reacted to. Thread-safe.
 */
final class Hydrator {
  private static final int POSTS_KEPT = 5_000;
  private static final int CARDS_KEPT = 5_000;

  private final Posts posts;
  private final Actors actors;
  private final Reactions reactions;
  private final RecentlyLoaded<PostKey, Post> recentPosts;
  private final RecentlyLoaded<Did, AuthorCard> recentCards;

  Hydrator(Posts posts, Actors actors, Reactions reactions, InstantSource clock) {
    this.posts = posts;
    this.actors = actors;
    this.reactions = reactions;
    this.recentPosts = new RecentlyLoaded<>(POSTS_KEPT, clock);
    this.recentCards = new RecentlyLoaded<>(CARDS_KEPT, clock);
  }

  /** Those of {@code keys} that are live, in the given order. */
  Map<PostKey, Post> posts(Collection<PostKey> keys) {
    return recentPosts.find(keys, posts::find);
  }

  /** For posts that are shown without what they answer. */
  Hydration ofPosts(@Nullable Viewer viewer, Collection<Post> shown) {
    Map<PostKey, Post> all = new LinkedHashMap<>();
    shown.forEach(post -> all.put(post.key(), post));
    Map<PostKey, Post> quoted = quotedBy(shown, all);
    ViewerReactions done = reactionsOf(viewer, all.keySet());
    all.putAll(quoted);
    return new Hydration(viewer, all, done, Map.of());
  }

  /** For a feed, whose replies are shown with parent and root. */
  Hydration ofFeed(@Nullable Viewer viewer, List<FeedItem> items) {
    Map<PostKey, Post> shown = new LinkedHashMap<>();
    items.forEach(item -> shown.put(item.post().key(), item.post()));
    Stream<AtUri> answered =
        items.stream().map(FeedItem::post).flatMap(p -> present(p.replyParent(), p.replyRoot()));
    shown.putAll(missing(answered, shown));
    Hydration hydration = ofPosts(viewer, shown.values());
    return new Hydration(viewer, hydration.posts(), hydration.reactions(), cards(reposters(items)));
  }

  private Map<PostKey, Post> quotedBy(Collection<Post> shown, Map<PostKey, Post> known) {
    return missing(shown.stream().flatMap(post -> present(post.quoted())), known);
  }

  private Map<PostKey, Post> missing(Stream<AtUri> uris, Map<PostKey, Post> known) {
    return posts(
        uris.flatMap(uri -> PostKey.of(uri).stream())
            .filter(key -> !known.containsKey(key))
            .collect(Collectors.toSet()));
  }

  private static Stream<AtUri> present(@Nullable AtUri... uris) {
    return Stream.of(uris).filter(Objects::nonNull);
  }

  private static List<Did> reposters(List<FeedItem> items) {
    return items.stream()
        .flatMap(item -> Stream.ofNullable(item.repost()))
        .map(repost -> repost.actor())
        .distinct()
        .toList();
  }

  private Map<Did, AuthorCard> cards(List<Did> dids) {
    return recentCards.find(dids, this::loadCards);
  }

  private Map<Did, AuthorCard> loadCards(Collection<Did> dids) {
    Map<Did, AuthorCard> cards = new HashMap<>();
    for (Actor actor : actors.find(dids).values()) {
      cards.put(actor.did(), actor.card());
    }
    return cards;
  }

  private ViewerReactions reactionsOf(@Nullable Viewer viewer, Collection<PostKey> keys) {
    return viewer == null
        ? new ViewerReactions(Map.of(), Map.of())
        : reactions.find(
            viewer.did(), keys.stream().map(Reactions::monthOf).collect(Collectors.toSet()));
  }
}

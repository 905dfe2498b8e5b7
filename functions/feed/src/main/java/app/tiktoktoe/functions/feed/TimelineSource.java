package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.post.AuthorFilter;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.Posts;
import app.tiktoktoe.views.reaction.Reposts;
import app.tiktoktoe.views.timeline.PulledAuthors;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The entries of a viewer's timeline: those copied there, and the newest of authors whose posts are
 * not copied. Thread-safe.
 *
 * <p>The list of such authors and what they made last are kept for 10 seconds; an author costs a
 * read per post and repost, at most {@link #NEWEST} of each, and one for none.
 */
final class TimelineSource {
  static final int NEWEST = 30;
  private static final int AUTHORS_KEPT = 1_000;
  private static final String ALL = "all";
  private static final Comparator<TimelineEntry> ORDER =
      Comparator.comparing(TimelineEntry::sortAt).thenComparing(TimelineSource::id).reversed();

  private final Posts posts;
  private final Reposts reposts;
  private final PulledAuthors pulledAuthors;
  private final ReturningViewers returning;
  private final RecentlyLoaded<String, Set<Did>> recentAuthors;
  private final RecentlyLoaded<Did, List<TimelineEntry>> recentEntries;

  TimelineSource(
      Posts posts,
      Reposts reposts,
      PulledAuthors pulledAuthors,
      ReturningViewers returning,
      InstantSource clock) {
    this.posts = posts;
    this.reposts = reposts;
    this.pulledAuthors = pulledAuthors;
    this.returning = returning;
    this.recentAuthors = new RecentlyLoaded<>(1, clock);
    this.recentEntries = new RecentlyLoaded<>(AUTHORS_KEPT, clock);
  }

  /** All of them, newest first, by the order of {@link #place}. */
  List<TimelineEntry> entries(Viewer viewer) {
    Stream<TimelineEntry> copied = returning.timeline(viewer).visibleTo(viewer).stream();
    List<Did> authors =
        recentAuthors.find(List.of(ALL), key -> Map.of(ALL, pulledAuthors.find())).values().stream()
            .flatMap(Set::stream)
            .filter(did -> viewer.follows().containsKey(did) && !viewer.ignores(did))
            .toList();
    Stream<TimelineEntry> pulled =
        recentEntries.find(authors, this::load).values().stream().flatMap(List::stream);
    return Stream.concat(copied, pulled).distinct().sorted(ORDER).toList();
  }

  private Map<Did, List<TimelineEntry>> load(Collection<Did> authors) {
    Map<Did, List<TimelineEntry>> entries = new HashMap<>();
    authors.forEach(author -> entries.put(author, newest(author)));
    return entries;
  }

  private List<TimelineEntry> newest(Did author) {
    Stream<TimelineEntry> made =
        posts.byAuthor(author, null, NEWEST, AuthorFilter.POSTS_WITH_REPLIES).items().stream()
            .map(TimelineSource::entry);
    Stream<TimelineEntry> reposted =
        reposts.byActor(author, null, NEWEST).items().stream().map(TimelineSource::entry);
    return Stream.concat(made, reposted).toList();
  }

  static TimelineEntry entry(Post post) {
    return new TimelineEntry(
        post.sortAt(),
        post.isReply() ? Kind.REPLY : Kind.POST,
        post.key().rkey(),
        post.key().author());
  }

  private static TimelineEntry entry(Edge repost) {
    return new TimelineEntry(
        repost.createdAt().isBefore(repost.indexedAt()) ? repost.createdAt() : repost.indexedAt(),
        Kind.REPOST,
        Tid.parse(repost.rkey().value()),
        repost.actor());
  }

  /** Where an entry stands. New entries come before it and leave it where it is. */
  static Cursor place(TimelineEntry entry) {
    return new Cursor(entry.sortAt(), id(entry));
  }

  /** True for an entry that comes after a place. */
  static boolean isAfter(TimelineEntry entry, Cursor place) {
    int byTime = entry.sortAt().compareTo(place.time());
    return byTime < 0 || (byTime == 0 && id(entry).compareTo(place.id()) < 0);
  }

  private static String id(TimelineEntry entry) {
    return entry.rkey() + "_" + entry.kind() + "_" + entry.author();
  }
}

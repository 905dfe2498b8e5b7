package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.views.timeline.PulledAuthors;
import app.tiktoktoe.views.timeline.Timeline;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.Timelines;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fills a timeline that is empty from what the viewer and its newest {@link #FOLLOWS} follows
 * posted of late. One that has entries stays as it is. Thread-safe.
 */
public final class TimelineRefill {
  static final int FOLLOWS = 50;

  private final Firestore firestore;
  private final Timelines timelines;
  private final RecentEntries recent;

  /** On {@code firestore}. */
  public TimelineRefill(Firestore firestore) {
    this.firestore = firestore;
    this.timelines = new Timelines(firestore);
    this.recent = new RecentEntries(firestore);
  }

  /**
   * Costs a read when there is nothing to do; else one per follow, post and repost, at most {@link
   * RecentEntries#ENTRIES} of each per account, and a write. What is appended meanwhile is not
   * lost.
   */
  public void refill(Did viewer) {
    Conflict.retried(() -> refilled(viewer));
  }

  private boolean refilled(Did viewer) {
    DocumentSnapshot timeline = Await.result(timelines.document(viewer).get());
    boolean empty = !(timeline.get("entries") instanceof List<?> entries) || entries.isEmpty();
    if (!timeline.exists() || !empty) {
      return true;
    }
    List<Blob> newest =
        sources(viewer).stream()
            .flatMap(recent::of)
            .sorted(Comparator.comparing(TimelineEntry::sortAt).reversed())
            .limit(Timeline.SOFT_CAP)
            .map(TimelineEntry::encode)
            .map(Blob::fromBytes)
            .toList();
    if (!newest.isEmpty()) {
      Await.result(
          timeline
              .getReference()
              .update(
                  Map.of("version", Fields.VERSION, "entries", newest),
                  Precondition.updatedAt(Objects.requireNonNull(timeline.getUpdateTime()))));
    }
    return true;
  }

  private List<Did> sources(Did viewer) {
    Set<Did> pulled = new PulledAuthors(firestore).find();
    Stream<Did> followed =
        new Edges(firestore, Follows.COLLECTION)
            .from(viewer, null, FOLLOWS).items().stream()
                .map(Edge::subject)
                .map(Did::parse)
                .filter(did -> !pulled.contains(did));
    List<Did> sources = new ArrayList<>(List.of(viewer));
    followed.forEach(sources::add);
    return sources;
  }
}

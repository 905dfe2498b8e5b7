package app.tiktoktoe.views.fanout;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.graph.FollowerPages;
import app.tiktoktoe.views.timeline.PulledAuthors;
import app.tiktoktoe.views.timeline.TimelineEntry;
import app.tiktoktoe.views.timeline.TimelineTrim;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Appends an entry to the timelines of its author and of the author's followers. Thread-safe. */
final class Spread {
  private static final int TRIM_EVERY = 64;

  private final Actors actors;
  private final FollowerPages pages;
  private final PulledAuthors pulled;
  private final FanoutProgress progress;
  private final TimelineAppender appender;
  private final TimelineTrim trim;
  private final long maxFollowers;

  Spread(Firestore firestore, TimelineAppender appender, long maxFollowers) {
    this.actors = new Actors(firestore);
    this.pages = new FollowerPages(firestore);
    this.pulled = new PulledAuthors(firestore);
    this.progress = new FanoutProgress(firestore);
    this.appender = appender;
    this.trim = new TimelineTrim(firestore);
    this.maxFollowers = maxFollowers;
  }

  /**
   * Serves all viewers, or those that an earlier delivery did not come to.
   *
   * @param id names the fan-out
   * @param time when the event was accepted
   * @return false when a timeline could not be written; what was done is noted
   */
  boolean toFollowers(String id, TimelineEntry entry, Instant time) {
    NavigableSet<String> viewers = followers(entry.author());
    viewers.add(entry.author().value());
    if (viewers.size() <= TimelineAppender.BATCH) {
      return serve(List.copyOf(viewers), entry, 0);
    }
    String last = progress.lastServed(id);
    List<String> left = new ArrayList<>(viewers.tailSet(last, false));
    int position = viewers.size() - left.size();
    for (int from = 0; from < left.size(); from += TimelineAppender.BATCH) {
      List<String> batch = left.subList(from, Math.min(left.size(), from + TimelineAppender.BATCH));
      if (!serve(batch, entry, position + from)) {
        return false;
      }
      progress.note(id, batch.getLast(), time);
    }
    return true;
  }

  private NavigableSet<String> followers(Did author) {
    Optional<Actor> actor = actors.find(author);
    if (actor.isEmpty() || isPulled(actor.get())) {
      return new TreeSet<>();
    }
    return pages.followersOf(author);
  }

  /**
   * An author that has become too popular stays marked, so that no post is missed on the way back.
   */
  private boolean isPulled(Actor actor) {
    if (!actor.pulled() && actor.followersCount() > maxFollowers) {
      pulled.add(actor.did());
      return true;
    }
    return actor.pulled();
  }

  private boolean serve(List<String> batch, TimelineEntry entry, int position) {
    if (!appender.append(batch, List.of(entry.encode()))) {
      return false;
    }
    int offset = Math.floorMod(entry.rkey().value().hashCode(), TRIM_EVERY);
    List<String> sample = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if ((position + i) % TRIM_EVERY == offset) {
        sample.add(batch.get(i));
      }
    }
    trim.trim(sample);
    return true;
  }
}

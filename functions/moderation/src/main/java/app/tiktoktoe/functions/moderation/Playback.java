package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.MaintenanceTask;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.media.PlayableVideos;
import java.time.Duration;
import java.util.List;

/**
 * Withholds or gives back what plays, before a decision is answered: of an account the playlists of
 * a thousand videos and {@link #OBJECTS} objects; the rest is asked for by a message. Thread-safe.
 */
record Playback(PlayableVideos videos, Publisher publisher) {
  /** Some seconds of copies. */
  static final int OBJECTS = 2_000;

  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Hands messages on; returns how many were accepted in time. */
  @FunctionalInterface
  interface Publisher {
    int publish(List<Message> messages, Duration deadline);
  }

  /**
   * Settles an account's.
   *
   * @throws IllegalStateException when the caches or the rest could not be asked for; the decision
   *     stands, and is to be sent again
   */
  void settle(Did did) {
    if (!videos.settle(did, OBJECTS)
        && publisher.publish(
                List.of(MaintenanceTask.forAccount(MaintenanceTask.PLAYABLE_VIDEOS, did)), DEADLINE)
            == 0) {
      throw new IllegalStateException("the rest was not asked for");
    }
  }

  /** The same for one video; nothing for a blob that is none. */
  void settle(Did did, Cid cid) {
    videos.settle(did, cid);
  }
}

package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes what can be played be what may be played: objects of withheld videos are moved out of the
 * readers' reach, and back, and the caches forget them. Thread-safe, also across instances.
 *
 * <p>It asks for the decision, moves, and asks again until nobody has decided otherwise meanwhile.
 * So of two that move against each other the one that moves last is right, and whoever decides or
 * serves calls this afterwards.
 */
public final class PlayableVideos {
  private final Withheld.Decision decision;
  private final WithheldObjects objects;
  private final CdnPurge caches;

  /** Moves {@code objects}. */
  public PlayableVideos(Withheld.Decision decision, WithheldObjects objects, CdnPurge caches) {
    this.decision = decision;
    this.objects = objects;
    this.caches = caches;
  }

  /**
   * Settles all videos of an account. Costs the decision twice, two list operations and one for
   * each thousand objects, and a copy for each object that is moved.
   *
   * @param limit objects that are moved at most
   * @return false when there may be more to move
   * @throws IllegalStateException when the caches did not take it on; it is to be called again
   */
  public boolean settle(Did did, int limit) {
    return settled(
        () -> decision.of(did),
        withheld -> {
          boolean done = move(did, withheld, limit);
          if (withheld.account() != Withheld.Account.SERVED) {
            caches.purge(ServedVideo.pathOf(did));
          } else if (!withheld.some().isEmpty()) {
            caches.purge(ServedVideo.pathOf(did, withheld.some()));
          }
          return done;
        });
  }

  private boolean move(Did did, Withheld withheld, int limit) {
    return switch (withheld.account()) {
      case GONE -> objects.delete(ServedVideo.folderOf(did), limit);
      case WITHHELD -> {
        objects.withholdPlaylists(did);
        yield objects.withhold(ServedVideo.folderOf(did), limit);
      }
      case SERVED -> {
        boolean done = giveBack(did, withheld.some(), limit);
        for (Cid cid : withheld.some()) {
          done &= objects.withhold(new ServedVideo(did, cid).folder(), limit);
        }
        yield done;
      }
    };
  }

  private boolean giveBack(Did did, Set<Cid> but, int limit) {
    List<String> kept =
        but.stream().map(cid -> new ServedVideo(did, cid).withheldFolder()).toList();
    return objects.giveBack(
        ServedVideo.withheldFolderOf(did),
        limit,
        name -> kept.stream().noneMatch(name::startsWith));
  }

  /** Settles one video; as {@link #settle(Did, int)}, without a limit. */
  public void settle(Did did, Cid cid) {
    ServedVideo video = new ServedVideo(did, cid);
    settled(
        () -> decision.of(did, cid),
        withheld -> {
          if (!withheld.covers(cid)) {
            return objects.giveBack(video.withheldFolder(), Integer.MAX_VALUE, name -> true);
          }
          boolean done =
              withheld.account() == Withheld.Account.GONE
                  ? objects.delete(video.folder(), Integer.MAX_VALUE)
                  : objects.withhold(video.folder(), Integer.MAX_VALUE);
          caches.purge(video.path());
          return done;
        });
  }

  private static boolean settled(Supplier<Withheld> asked, Function<Withheld, Boolean> settling) {
    Withheld decided = asked.get();
    while (true) {
      boolean done = settling.apply(decided);
      Withheld now = asked.get();
      if (now.equals(decided)) {
        return done;
      }
      decided = now;
    }
  }
}

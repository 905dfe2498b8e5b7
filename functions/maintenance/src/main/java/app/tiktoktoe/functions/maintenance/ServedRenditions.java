package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.CdnPurge;
import app.tiktoktoe.media.ServedVideo;
import app.tiktoktoe.repository.BlobCollector;
import java.time.Instant;
import java.util.Set;

/** The bucket that videos play from, and the caches in front of it. Thread-safe. */
record ServedRenditions(OldObjects objects, CdnPurge caches) implements BlobCollector.Renditions {
  /** Also what is withheld goes, whenever it was moved there. */
  @Override
  public void delete(Did did, Cid cid, Instant before) {
    ServedVideo video = new ServedVideo(did, cid);
    objects.delete(video.folder(), before, Integer.MAX_VALUE);
    objects.delete(video.withheldFolder(), Instant.MAX, Integer.MAX_VALUE);
  }

  /**
   * By one path, however many they are.
   *
   * @throws IllegalStateException when the caches did not take it on
   */
  @Override
  public void purge(Did did, Set<Cid> videos) {
    caches.purge(ServedVideo.pathOf(did, videos));
  }
}

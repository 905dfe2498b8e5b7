package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.ServedVideo;
import app.tiktoktoe.repository.BlobCollector;
import java.time.Instant;

/** The bucket that videos play from. Thread-safe. */
record ServedRenditions(OldObjects objects) implements BlobCollector.Renditions {
  @Override
  public void delete(Did did, Cid cid, Instant before) {
    objects.delete(new ServedVideo(did, cid).folder(), before, Integer.MAX_VALUE);
  }
}

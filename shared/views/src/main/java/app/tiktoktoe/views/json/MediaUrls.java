package app.tiktoktoe.views.json;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where the bytes behind a view are fetched from. Immutable. */
public final class MediaUrls {
  private final String origin;

  /** {@code origin} is the service's public origin, without a path. */
  public MediaUrls(URI origin) {
    this.origin = origin.toString();
  }

  /** An image or another blob, as it was uploaded. */
  public String blob(Did did, Cid cid) {
    return origin + "/xrpc/com.atproto.sync.getBlob?did=" + escaped(did) + "&cid=" + cid;
  }

  /**
   * The HLS playlist of a video.
   *
   * @param captions names those that it is played with; null for none
   */
  public String playlist(Did did, Cid cid, @Nullable String captions) {
    String folder = captions == null ? "" : "captions-" + captions + "/";
    return video(did, cid) + folder + "playlist.m3u8";
  }

  /** The poster of a video. */
  public String thumbnail(Did did, Cid cid) {
    return video(did, cid) + "thumbnail.jpg";
  }

  private String video(Did did, Cid cid) {
    return origin + "/vid/" + escaped(did) + "/" + cid + "/";
  }

  private static String escaped(Did did) {
    return did.value().replace("%", "%25");
  }
}

package app.tiktoktoe.views.json;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.net.URI;

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

  /** The HLS playlist of a video. */
  public String playlist(Did did, Cid cid) {
    return video(did, cid) + "playlist.m3u8";
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

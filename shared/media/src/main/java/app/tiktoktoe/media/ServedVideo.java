package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.Set;

/**
 * A video as it plays: a folder in the bucket of media, at the same path for readers. One that was
 * taken down is kept in the same bucket where no path leads, below {@code withheld/}.
 */
public record ServedVideo(Did did, Cid cid) {
  /** What comes before the name of an object that is withheld. */
  static final String WITHHELD = "withheld/";

  /** What the names of its objects begin with: {@code vid/{did}/{cid}/}. */
  public String folder() {
    return folderOf(did) + cid + "/";
  }

  /** What the names of all of an account's videos begin with: {@code vid/{did}/}. */
  public static String folderOf(Did did) {
    return "vid/" + did + "/";
  }

  /** The same for all of an account's videos that are withheld. */
  public static String withheldFolderOf(Did did) {
    return WITHHELD + folderOf(did);
  }

  /** Where a withheld video is kept. */
  public String withheldFolder() {
    return WITHHELD + folder();
  }

  /** The path of readers that leads to it. */
  public String path() {
    return pathOf(did) + cid + "/";
  }

  /** The one path that leads to some of an account's videos: the caches take few a minute. */
  public static String pathOf(Did did, Set<Cid> some) {
    return some.size() == 1 ? new ServedVideo(did, some.iterator().next()).path() : pathOf(did);
  }

  /** The path of readers that leads to all of an account's videos. */
  public static String pathOf(Did did) {
    return "/" + folderOf(did).replace("%", "%25");
  }
}

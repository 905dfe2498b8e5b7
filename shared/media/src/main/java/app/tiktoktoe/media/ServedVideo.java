package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;

/** A video as it plays: a folder in the bucket of media, at the same path for readers. */
public record ServedVideo(Did did, Cid cid) {

  /** What the names of its objects begin with: {@code vid/{did}/{cid}/}. */
  public String folder() {
    return folderOf(did) + cid + "/";
  }

  /** What the names of all of an account's videos begin with: {@code vid/{did}/}. */
  public static String folderOf(Did did) {
    return "vid/" + did + "/";
  }
}

package app.tiktoktoe.media.blocklist;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.Optional;

/**
 * A video that nobody may upload.
 *
 * @param id the CID of a file that is refused as an original and as a blob
 * @param original the CID of another file that is, when one is known
 * @param looks what it looks like; {@link PerceptualHash#NONE} refuses the files alone
 * @param reason a name of the moderators' own
 */
public record BlockedVideo(Cid id, Optional<Cid> original, PerceptualHash looks, String reason) {

  /** Whether {@code print} is of this video. */
  public boolean matches(VideoPrint print) {
    return isFile(print.original()) || isFile(print.blob()) || looks.isShownBy(print.looks());
  }

  private boolean isFile(Cid cid) {
    return id.equals(cid) || original.equals(Optional.of(cid));
  }
}

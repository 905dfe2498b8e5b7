package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.media.blocklist.VideoPrints;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an operator asks about the blocklist of videos: {@code {"task": "block-video", "did":
 * "did:plc:…", "cid": "bafkrei…", "reason": "…"}} with the blob of a video that was made here, or
 * without {@code did} the CID of any file; {@code {"task": "unblock-video", "cid": "bafkrei…"}}.
 * Again, it leaves the same list. Thread-safe.
 */
final class VideoBlocking {
  static final String BLOCK = "block-video";
  static final String UNBLOCK = "unblock-video";

  private static final String OPERATOR = "operator";
  private static final int MAX_REASON_CHARS = 200;

  private final Firestore firestore;
  private final VideoPrints prints;
  private final VideoBlocklist blocklist;
  private final StructuredLog log;

  VideoBlocking(
      Firestore firestore, VideoPrints prints, VideoBlocklist blocklist, StructuredLog log) {
    this.firestore = firestore;
    this.prints = prints;
    this.blocklist = blocklist;
    this.log = log;
  }

  /**
   * Blocks the files, and what looks like them when the account has such a video.
   *
   * @throws InvalidEventException when the message names no file, or gives no reason
   */
  void block(JsonNode message) {
    Cid cid = cid(message);
    String reason = message.path("reason").asText();
    if (reason.isBlank() || reason.length() > MAX_REASON_CHARS) {
      throw new InvalidEventException("a reason has 1 to " + MAX_REASON_CHARS + " characters");
    }
    Optional<VideoPrint> print = did(message).flatMap(did -> prints.find(did, cid));
    BlockedVideo video =
        new BlockedVideo(
            cid,
            print.map(VideoPrint::original),
            print.map(VideoPrint::looks).orElse(PerceptualHash.NONE),
            reason);
    commit(batch -> blocklist.block(batch, video, OPERATOR));
    tell("video blocked", video.looks().pictures().size());
  }

  /** Takes a file, and what looks like it, off the list. */
  void unblock(JsonNode message) {
    Cid cid = cid(message);
    commit(batch -> blocklist.unblock(batch, cid, OPERATOR));
    tell("video unblocked", 0);
  }

  private void tell(String what, int pictures) {
    log.info(what, entry -> entry.put("pictures", pictures));
  }

  private void commit(Consumer<WriteBatch> change) {
    WriteBatch batch = firestore.batch();
    change.accept(batch);
    Await.result(batch.commit());
  }

  private static Cid cid(JsonNode message) {
    try {
      return Cid.parse(message.path("cid").asText());
    } catch (InvalidSyntaxException e) {
      throw new InvalidEventException("no cid", e);
    }
  }

  private static Optional<Did> did(JsonNode message) {
    try {
      return message.has("did")
          ? Optional.of(Did.parse(message.path("did").asText()))
          : Optional.empty();
    } catch (InvalidSyntaxException e) {
      throw new InvalidEventException("no did", e);
    }
  }
}

package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditActor;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoBlocklist;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.xrpc.Caller;
import com.google.cloud.firestore.WriteBatch;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Changes the blocklist of videos, each time with an entry in the chain of the service's own DID:
 * the list holds for every account, and a file on it may be nobody's. Thread-safe.
 */
final class VideoBlocking {
  private final VideoBlocklist blocklist;
  private final VideoPrints prints;
  private final AuditTrail audit;
  private final Did service;

  VideoBlocking(VideoBlocklist blocklist, VideoPrints prints, AuditTrail audit, Did service) {
    this.blocklist = blocklist;
    this.prints = prints;
    this.audit = audit;
    this.service = service;
  }

  /**
   * Blocks a file, and with an account what looks like that video of it. Costs a read and three
   * writes, with an account a read more.
   *
   * @return empty when the account has no such video that was made here
   */
  Optional<BlockedVideo> block(Caller by, Cid cid, Optional<Did> account, String reason) {
    Optional<VideoPrint> print = account.flatMap(did -> prints.find(did, cid));
    if (account.isPresent() && print.isEmpty()) {
      return Optional.empty();
    }
    BlockedVideo video =
        new BlockedVideo(
            cid,
            print.map(VideoPrint::original),
            print.map(VideoPrint::looks).orElse(PerceptualHash.NONE),
            reason);
    commit(
        by,
        AuditKind.VIDEO_BLOCKED,
        cid,
        (batch, actor) -> blocklist.block(batch, video, actor.id()));
    return Optional.of(video);
  }

  /** Takes a file off, and what looks like it; false when it is not on the list. */
  boolean unblock(Caller by, Cid cid) {
    if (blocklist.find(cid).isEmpty()) {
      return false;
    }
    commit(
        by,
        AuditKind.VIDEO_UNBLOCKED,
        cid,
        (batch, actor) -> blocklist.unblock(batch, cid, actor.id()));
    return true;
  }

  private void commit(
      Caller by, AuditKind kind, Cid cid, BiConsumer<WriteBatch, AuditActor> change) {
    AuditActor actor = Roles.actor(by);
    AuditEvent event = new AuditEvent(kind, actor, Optional.of(cid.toString()));
    if (!audit.isCommitted(service, event, batch -> change.accept(batch, actor))) {
      throw new IllegalStateException("a change without a condition was refused");
    }
  }
}

package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Mutes;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/**
 * Mutes an account, wholly or as to its reposts or quotes alone; the latest call says which. Muting
 * oneself changes nothing.
 *
 * <p>Refuses {@code InvalidRequest} for an account that is not here, and when {@link Viewer#INLINE}
 * accounts are muted. Costs two reads and a write.
 */
final class MuteActor implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Actors actors;
  private final Viewers viewers;

  MuteActor(ViewerSessions sessions, ActorLookup lookup, Actors actors, Viewers viewers) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.actors = actors;
    this.viewers = viewers;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.require(call);
    Did did =
        lookup
            .did(AtIdentifier.parse(call.input().path("actor").asText()))
            .filter(found -> actors.find(found).isPresent())
            .orElseThrow(() -> Refusal.invalid("Actor not found").asException());
    if (did.equals(viewer.did())) {
      return Reply.empty();
    }
    if (!viewer.mutes().has(did) && viewer.mutes().size() >= Viewer.INLINE) {
      return Refusal.invalid("At most " + Viewer.INLINE + " accounts can be muted");
    }
    viewers.mute(viewer.did(), did, scope(call));
    return Reply.empty();
  }

  private static Mutes.Scope scope(Call call) {
    return new Mutes.Scope(
        call.input().path("onlyReposts").asBoolean(),
        call.input().path("onlyQuoteposts").asBoolean());
  }
}

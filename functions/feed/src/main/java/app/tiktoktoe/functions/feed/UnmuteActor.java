package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/**
 * Ends a mute; one that there is not, too. Refuses {@code InvalidRequest} for a handle that nobody
 * has. Costs a read and a write.
 */
final class UnmuteActor implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Viewers viewers;

  UnmuteActor(ViewerSessions sessions, ActorLookup lookup, Viewers viewers) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.viewers = viewers;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.require(call);
    Did did =
        lookup
            .did(AtIdentifier.parse(call.input().path("actor").asText()))
            .orElseThrow(() -> Refusal.invalid("Actor not found").asException());
    viewers.unmute(viewer.did(), did);
    return Reply.empty();
  }
}

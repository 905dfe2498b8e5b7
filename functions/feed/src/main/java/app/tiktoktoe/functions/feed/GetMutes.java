package app.tiktoktoe.functions.feed;

import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** Whom the viewer muted: wholly before in part, each kind newest first. */
final class GetMutes implements XrpcMethod {
  private final ViewerSessions sessions;
  private final OwnLists lists;

  GetMutes(ViewerSessions sessions, OwnLists lists) {
    this.sessions = sessions;
    this.lists = lists;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.require(call);
    return lists.answer(call, "mutes", viewer, viewer.mutes().newestFirst());
  }
}

package app.tiktoktoe.functions.feed;

import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** Who follows an account, newest first; {@code sort} has no other order to offer. */
final class GetFollowers implements XrpcMethod {
  private final FollowLists lists;
  private final Follows follows;

  GetFollowers(FollowLists lists, Follows follows) {
    this.lists = lists;
    this.follows = follows;
  }

  @Override
  public Reply call(Call call) {
    return lists.answer(call, "followers", follows::followersOf, Edge::actor);
  }
}

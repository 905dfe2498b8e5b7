package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.graph.Follows;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** Whom an account follows, newest first; {@code sort} has no other order to offer. */
final class GetFollows implements XrpcMethod {
  private final FollowLists lists;
  private final Follows follows;

  GetFollows(FollowLists lists, Follows follows) {
    this.lists = lists;
    this.follows = follows;
  }

  @Override
  public Reply call(Call call) {
    return lists.answer(call, "follows", follows::from, edge -> Did.parse(edge.subject()));
  }
}

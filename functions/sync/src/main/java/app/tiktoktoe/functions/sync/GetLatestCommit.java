package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.functions.sync.RepoAccess.Found;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code com.atproto.sync.getLatestCommit}: the commit that a repository is at. */
final class GetLatestCommit implements XrpcMethod {
  private final RepoAccess access;

  GetLatestCommit(RepoAccess access) {
    this.access = access;
  }

  @Override
  public Reply call(Call call) {
    return switch (access.find(call, Did.parse(call.text("did")))) {
      case Found.Refused(var refusal) -> refusal;
      case Found.Served(var repository) ->
          Reply.json(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("cid", repository.commit().toString())
                  .put("rev", repository.rev().toString()));
    };
  }
}

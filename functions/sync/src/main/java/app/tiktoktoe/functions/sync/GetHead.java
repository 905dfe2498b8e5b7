package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.functions.sync.RepoAccess.Found;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code com.atproto.sync.getHead}, which {@link GetLatestCommit} has replaced. */
final class GetHead implements XrpcMethod {
  private final RepoAccess access;

  GetHead(RepoAccess access) {
    this.access = access;
  }

  @Override
  public Reply call(Call call) {
    return switch (access.find(call, Did.parse(call.text("did")))) {
      case Found.Refused(var refusal) -> refusal;
      case Found.Served(var repository) ->
          Reply.json(
              JsonNodeFactory.instance.objectNode().put("root", repository.commit().toString()));
    };
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code com.atproto.server.requestEmailUpdate}. */
final class RequestEmailUpdate implements XrpcMethod {
  private final EmailChanges changes;

  RequestEmailUpdate(EmailChanges changes) {
    this.changes = changes;
  }

  @Override
  public Reply call(Call call) {
    return switch (changes.ask(call.session())) {
      case EmailChanges.Asked.Refused(var refusal) -> refusal;
      case EmailChanges.Asked.Ready(boolean needsToken) ->
          Reply.json(JsonNodeFactory.instance.objectNode().put("tokenRequired", needsToken));
    };
  }
}

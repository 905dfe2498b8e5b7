package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.accounts.FirebaseTokens;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.tiktoktoe.auth.createFirebaseToken}. */
final class CreateFirebaseToken implements XrpcMethod {
  private final FirebaseLogins logins;

  CreateFirebaseToken(FirebaseLogins logins) {
    this.logins = logins;
  }

  @Override
  public Reply call(Call call) {
    return switch (logins.custom(call.session())) {
      case FirebaseTokens.Made.Token(String text) ->
          Reply.json(JsonNodeFactory.instance.objectNode().put("token", text));
      case FirebaseTokens.Made.Refused(Refusal refusal) -> refusal;
    };
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.refreshSession}. */
final class RefreshSession implements XrpcMethod {
  private final SignIn signIn;
  private final SessionJson json;

  RefreshSession(SignIn signIn, SessionJson json) {
    this.signIn = signIn;
    this.json = json;
  }

  @Override
  public Reply call(Call call) {
    return json.reply(signIn.refresh(call.session(), call.header("User-Agent").orElse("")));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.deleteSession}. */
final class DeleteSession implements XrpcMethod {
  private final SignIn signIn;

  DeleteSession(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public Reply call(Call call) {
    signIn.close(call.session());
    return Reply.empty();
  }
}

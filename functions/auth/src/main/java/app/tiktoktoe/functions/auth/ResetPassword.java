package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.PasswordReset;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.resetPassword}. */
final class ResetPassword implements XrpcMethod {
  private final PasswordReset reset;

  ResetPassword(PasswordReset reset) {
    this.reset = reset;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(
        reset.reset(
            call.input().path("token").textValue(),
            call.input().path("password").textValue(),
            call.clientAddress()));
  }
}

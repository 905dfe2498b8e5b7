package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.confirmEmail}. */
final class ConfirmEmail implements XrpcMethod {
  private final EmailChanges changes;

  ConfirmEmail(EmailChanges changes) {
    this.changes = changes;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(
        changes.confirm(
            call.session(),
            call.input().path("email").textValue(),
            call.input().path("token").textValue()));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDeletion;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.deleteAccount}. */
final class DeleteAccount implements XrpcMethod {
  private final AccountDeletion deletion;

  DeleteAccount(AccountDeletion deletion) {
    this.deletion = deletion;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(
        deletion.delete(
            Did.parse(call.input().path("did").textValue()),
            call.input().path("password").textValue(),
            call.input().path("token").textValue(),
            call.clientAddress()));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSwitch;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.activateAccount}. */
final class ActivateAccount implements XrpcMethod {
  private final AccountSwitch accounts;

  ActivateAccount(AccountSwitch accounts) {
    this.accounts = accounts;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(accounts.activate(call.session()));
  }
}

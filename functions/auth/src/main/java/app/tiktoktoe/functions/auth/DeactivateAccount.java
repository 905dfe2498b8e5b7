package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSwitch;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.time.Instant;
import java.util.Optional;

/** {@code com.atproto.server.deactivateAccount}. */
final class DeactivateAccount implements XrpcMethod {
  private final AccountSwitch accounts;

  DeactivateAccount(AccountSwitch accounts) {
    this.accounts = accounts;
  }

  @Override
  public Reply call(Call call) {
    Optional<Instant> deleteAfter =
        Optional.ofNullable(call.input().path("deleteAfter").textValue()).map(AtDatetime::parse);
    return Done.unless(accounts.deactivate(call.session(), deleteAfter));
  }
}

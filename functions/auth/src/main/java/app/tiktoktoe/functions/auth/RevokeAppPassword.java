package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.revokeAppPassword}. */
final class RevokeAppPassword implements XrpcMethod {
  private final AppPasswords passwords;

  RevokeAppPassword(AppPasswords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(
        passwords.revoke(call.session().did(), call.input().path("name").textValue()));
  }
}

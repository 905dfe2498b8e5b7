package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.auth.unlinkFirebase}. */
final class UnlinkFirebase implements XrpcMethod {
  private final FirebaseLogins logins;

  UnlinkFirebase(FirebaseLogins logins) {
    this.logins = logins;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(logins.unlink(call.session(), FactorInput.proof(call)));
  }
}

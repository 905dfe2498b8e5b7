package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.auth.linkFirebase}. */
final class LinkFirebase implements XrpcMethod {
  private final FirebaseLogins logins;

  LinkFirebase(FirebaseLogins logins) {
    this.logins = logins;
  }

  @Override
  public Reply call(Call call) {
    String idToken = call.input().get("idToken").textValue();
    return Done.unless(logins.link(call.session(), idToken, FactorInput.proof(call)));
  }
}

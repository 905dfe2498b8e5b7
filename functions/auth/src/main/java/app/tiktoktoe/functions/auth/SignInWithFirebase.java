package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.auth.signInWithFirebase}. */
final class SignInWithFirebase implements XrpcMethod {
  private final FirebaseLogins logins;
  private final SessionJson json;

  SignInWithFirebase(FirebaseLogins logins, SessionJson json) {
    this.logins = logins;
    this.json = json;
  }

  @Override
  public Reply call(Call call) {
    return json.reply(
        logins.open(
            call.input().get("idToken").textValue(),
            FactorInput.text(call, "authFactorToken"),
            call.clientAddress(),
            call.header("User-Agent").orElse("")));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** {@code com.atproto.server.createSession}. */
final class CreateSession implements XrpcMethod {
  private final SignIn signIn;
  private final SessionJson json;

  CreateSession(SignIn signIn, SessionJson json) {
    this.signIn = signIn;
    this.json = json;
  }

  @Override
  public Reply call(Call call) {
    return json.reply(
        signIn.open(
            call.input().get("identifier").textValue(),
            call.input().get("password").textValue(),
            Optional.ofNullable(call.input().path("authFactorToken").textValue())
                .filter(code -> !code.isBlank()),
            call.clientAddress(),
            call.header("User-Agent").orElse("")));
  }
}

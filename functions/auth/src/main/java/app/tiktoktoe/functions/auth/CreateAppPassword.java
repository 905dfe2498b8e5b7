package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AppPassword;
import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.createAppPassword}. */
final class CreateAppPassword implements XrpcMethod {
  private final AppPasswords passwords;

  CreateAppPassword(AppPasswords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Reply call(Call call) {
    String name = call.input().path("name").textValue();
    boolean privileged = call.input().path("privileged").booleanValue();
    return switch (passwords.make(call.session().did(), name, privileged)) {
      case AppPasswords.Outcome.Made(AppPassword made, String password) ->
          Reply.json(AppPasswordJson.of(made).put("password", password));
      case AppPasswords.Outcome.Refused(Refusal refusal) -> refusal;
    };
  }
}

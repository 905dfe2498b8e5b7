package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.PasswordReset;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.requestPasswordReset}. */
final class RequestPasswordReset implements XrpcMethod {
  private final PasswordReset reset;

  RequestPasswordReset(PasswordReset reset) {
    this.reset = reset;
  }

  @Override
  public Reply call(Call call) {
    String email = call.input().path("email").textValue();
    return EmailAddress.isValid(email)
        ? Done.unless(reset.ask(new EmailAddress(email), call.clientAddress()))
        : Refusal.invalid("not an email address");
  }
}

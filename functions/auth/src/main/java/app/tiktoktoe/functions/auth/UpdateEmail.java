package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** {@code com.atproto.server.updateEmail}. */
final class UpdateEmail implements XrpcMethod {
  private final EmailChanges changes;

  UpdateEmail(EmailChanges changes) {
    this.changes = changes;
  }

  @Override
  public Reply call(Call call) {
    String email = call.input().path("email").textValue();
    if (!EmailAddress.isValid(email)) {
      return Refusal.invalid("This email address is not supported, please use a different email.");
    }
    if (call.input().path("emailAuthFactor").booleanValue()) {
      return Refusal.invalid("Second factors by e-mail are not supported");
    }
    Optional<String> token = Optional.ofNullable(call.input().path("token").textValue());
    return Done.unless(changes.update(call.session(), new EmailAddress(email), token));
  }
}

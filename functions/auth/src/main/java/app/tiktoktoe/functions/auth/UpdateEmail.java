package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
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
    EmailAddress address = new EmailAddress(email);
    Optional<String> token = Optional.ofNullable(call.input().path("token").textValue());
    JsonNode codes = call.input().path("emailAuthFactor");
    return Done.unless(
        codes.isBoolean()
            ? changes.update(call.session(), address, token, codes.booleanValue())
            : changes.update(call.session(), address, token));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.accounts.Passkey;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code app.tiktoktoe.auth.getFactors}. */
final class GetFactors implements XrpcMethod {
  private final FactorSettings settings;

  GetFactors(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(settings.status(call.session()), GetFactors::json);
  }

  private static ObjectNode json(FactorSettings.Status status) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("totp", status.totp())
            .put("email", status.email())
            .put("recoveryCodesLeft", status.recoveryCodesLeft());
    ArrayNode passkeys = json.putArray("passkeys");
    for (Passkey key : status.passkeys()) {
      passkeys
          .addObject()
          .put("id", key.id())
          .put("name", key.name())
          .put("addedAt", key.addedAt().toString())
          .put("usedAt", key.usedAt().toString());
    }
    return json;
  }
}

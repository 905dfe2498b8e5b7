package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.tiktoktoe.auth.createRecoveryCodes}. */
final class CreateRecoveryCodes implements XrpcMethod {
  private final FactorSettings settings;

  CreateRecoveryCodes(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(
        settings.newRecoveryCodes(call.session(), FactorInput.proof(call)),
        codes -> FactorInput.withCodes(JsonNodeFactory.instance.objectNode(), codes));
  }
}

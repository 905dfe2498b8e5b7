package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.tiktoktoe.auth.addPasskey}. */
final class AddPasskey implements XrpcMethod {
  private final FactorSettings settings;

  AddPasskey(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(
        settings.addPasskey(
            call.session(),
            call.input().path("name").textValue(),
            call.input().path("credential").toString()),
        added ->
            FactorInput.withCodes(
                JsonNodeFactory.instance.objectNode().put("id", added.id()),
                added.recoveryCodes()));
  }
}

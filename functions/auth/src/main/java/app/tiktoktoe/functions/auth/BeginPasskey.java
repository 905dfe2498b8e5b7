package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code app.tiktoktoe.auth.beginPasskey}. */
final class BeginPasskey implements XrpcMethod {
  private final FactorSettings settings;

  BeginPasskey(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(
        settings.beginPasskey(call.session(), FactorInput.proof(call)),
        options -> {
          ObjectNode json = JsonNodeFactory.instance.objectNode();
          json.set("options", options);
          return json;
        });
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.tiktoktoe.auth.confirmTotp}. */
final class ConfirmTotp implements XrpcMethod {
  private final FactorSettings settings;

  ConfirmTotp(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(
        settings.confirmTotp(call.session(), call.input().path("code").textValue()),
        codes -> FactorInput.withCodes(JsonNodeFactory.instance.objectNode(), codes));
  }
}

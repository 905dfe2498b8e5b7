package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.tiktoktoe.auth.beginTotp}. */
final class BeginTotp implements XrpcMethod {
  private final FactorSettings settings;

  BeginTotp(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return FactorInput.reply(
        settings.beginTotp(call.session(), FactorInput.proof(call)),
        made ->
            JsonNodeFactory.instance
                .objectNode()
                .put("secret", made.secret())
                .put("uri", made.uri()));
  }
}

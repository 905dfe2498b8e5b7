package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.auth.removePasskey}. */
final class RemovePasskey implements XrpcMethod {
  private final FactorSettings settings;

  RemovePasskey(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(
        settings.removePasskey(
            call.session(), call.input().path("id").textValue(), FactorInput.proof(call)));
  }
}

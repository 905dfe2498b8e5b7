package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Factor;
import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Locale;

/** {@code app.tiktoktoe.auth.disableFactor}. */
final class DisableFactor implements XrpcMethod {
  private final FactorSettings settings;

  DisableFactor(FactorSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    Factor factor =
        Factor.valueOf(call.input().path("factor").textValue().toUpperCase(Locale.ROOT));
    return Done.unless(settings.turnOff(call.session(), factor, FactorInput.proof(call)));
  }
}

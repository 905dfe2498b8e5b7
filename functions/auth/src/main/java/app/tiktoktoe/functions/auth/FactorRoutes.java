package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.List;
import java.util.function.UnaryOperator;

/** Builds the methods for second factors by hand. */
final class FactorRoutes {
  private FactorRoutes() {}

  /**
   * All of them.
   *
   * @param checked checks that the caller's session is still good
   */
  static List<Route> of(
      FactorSettings settings, StepUps stepUps, UnaryOperator<XrpcMethod> checked) {
    return List.of(
        Route.method(
            "app.tiktoktoe.auth.addPasskey", Auth.FULL, checked.apply(new AddPasskey(settings))),
        Route.method(
            "app.tiktoktoe.auth.beginPasskey",
            Auth.FULL,
            checked.apply(new BeginPasskey(settings))),
        Route.method(
            "app.tiktoktoe.auth.beginStepUp", Auth.FULL, checked.apply(new BeginStepUp(stepUps))),
        Route.method(
            "app.tiktoktoe.auth.beginTotp", Auth.FULL, checked.apply(new BeginTotp(settings))),
        Route.method(
            "app.tiktoktoe.auth.confirmTotp", Auth.FULL, checked.apply(new ConfirmTotp(settings))),
        Route.method(
            "app.tiktoktoe.auth.createRecoveryCodes",
            Auth.FULL,
            checked.apply(new CreateRecoveryCodes(settings))),
        Route.method(
            "app.tiktoktoe.auth.disableFactor",
            Auth.FULL,
            checked.apply(new DisableFactor(settings))),
        Route.method(
            "app.tiktoktoe.auth.getFactors", Auth.FULL, checked.apply(new GetFactors(settings))),
        Route.method(
            "app.tiktoktoe.auth.removePasskey",
            Auth.FULL,
            checked.apply(new RemovePasskey(settings))),
        Route.method("app.tiktoktoe.auth.stepUp", Auth.FULL, checked.apply(new StepUp(stepUps))));
  }
}

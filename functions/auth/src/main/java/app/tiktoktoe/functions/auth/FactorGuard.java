package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** For methods that take a fresh second factor where one beyond the mailbox is on. */
final class FactorGuard {
  private final StepUps stepUp;

  FactorGuard(StepUps stepUp) {
    this.stepUp = stepUp;
  }

  /** The method behind the guard, which costs a read, and one more where such a factor is on. */
  XrpcMethod before(XrpcMethod method) {
    return call -> answer(method, call);
  }

  private Reply answer(XrpcMethod method, Call call) {
    Optional<Refusal> refusal = stepUp.refusal(call.session());
    return refusal.isPresent() ? refusal.get() : method.call(call);
  }
}

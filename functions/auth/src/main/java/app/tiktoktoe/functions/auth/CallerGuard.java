package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** For methods that do not themselves read whether the caller's session is still good. */
final class CallerGuard {
  private final CallerCheck callers;

  CallerGuard(CallerCheck callers) {
    this.callers = callers;
  }

  /** The method behind the guard, which costs a read. */
  XrpcMethod before(XrpcMethod method) {
    return call -> answer(method, call);
  }

  private Reply answer(XrpcMethod method, Call call) {
    Optional<Refusal> refusal = callers.refusal(call.session());
    return refusal.isPresent() ? refusal.get() : method.call(call);
  }
}

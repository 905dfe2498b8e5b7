package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.PlcUnavailableException;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.time.Duration;

/** For methods that need the PLC directory: without it, their callers are told to come back. */
final class DirectoryGuard {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final StructuredLog log;

  DirectoryGuard(StructuredLog log) {
    this.log = log;
  }

  /** The method behind the guard. */
  XrpcMethod before(XrpcMethod method) {
    return call -> answer(method, call);
  }

  private Reply answer(XrpcMethod method, Call call) {
    try {
      return method.call(call);
    } catch (PlcUnavailableException e) {
      log.error("the PLC directory is unavailable", e, entry -> {});
      return Refusal.unavailable("The PLC directory does not answer", RETRY_AFTER);
    }
  }
}

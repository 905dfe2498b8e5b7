package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.PlcOperations;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.identity.submitPlcOperation}. */
final class SubmitPlcOperation implements XrpcMethod {
  private final PlcOperations operations;

  SubmitPlcOperation(PlcOperations operations) {
    this.operations = operations;
  }

  @Override
  public Reply call(Call call) {
    SignedPlcOperation operation;
    try {
      operation = SignedPlcOperation.fromJson(call.input().path("operation"));
    } catch (IllegalArgumentException e) {
      return Refusal.invalid("Invalid operation");
    }
    return Done.unless(operations.submit(call.session(), operation));
  }
}

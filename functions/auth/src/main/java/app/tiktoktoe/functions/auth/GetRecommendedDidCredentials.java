package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.PlcOperations;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.identity.getRecommendedDidCredentials}. */
final class GetRecommendedDidCredentials implements XrpcMethod {
  private final PlcOperations operations;

  GetRecommendedDidCredentials(PlcOperations operations) {
    this.operations = operations;
  }

  @Override
  public Reply call(Call call) {
    return switch (operations.recommended(call.session())) {
      case PlcOperations.Outcome.Recommended(PlcOperation operation) ->
          Reply.json(credentials(operation));
      case PlcOperations.Outcome.Refused(Refusal refusal) -> refusal;
      case PlcOperations.Outcome.Signed signed -> throw new IllegalStateException("not asked for");
    };
  }

  private static ObjectNode credentials(PlcOperation operation) {
    ObjectNode json = operation.toUnsignedJson();
    json.remove("type");
    json.remove("prev");
    return json;
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code app.tiktoktoe.auth.beginStepUp}. */
final class BeginStepUp implements XrpcMethod {
  private final StepUps stepUp;

  BeginStepUp(StepUps stepUp) {
    this.stepUp = stepUp;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    stepUp.request(call.session()).ifPresent(options -> json.set("options", options));
    return Reply.json(json);
  }
}

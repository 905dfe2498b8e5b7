package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;

/** {@code app.tiktoktoe.auth.stepUp}. */
final class StepUp implements XrpcMethod {
  private final StepUps stepUps;

  StepUp(StepUps stepUps) {
    this.stepUps = stepUps;
  }

  @Override
  public Reply call(Call call) {
    Caller caller = call.session();
    JsonNode passkey = call.input().path("passkey");
    Optional<String> code = FactorInput.text(call, "code");
    if (code.isPresent()) {
      return reply(stepUps.withCode(caller, code.get()));
    }
    return passkey.isObject()
        ? reply(stepUps.withPasskey(caller, passkey.toString()))
        : Refusal.invalid("Input must have the property \"code\" or \"passkey\"");
  }

  private static Reply reply(StepUps.Outcome outcome) {
    return switch (outcome) {
      case StepUps.Outcome.Done(Instant until) ->
          Reply.json(JsonNodeFactory.instance.objectNode().put("until", until.toString()));
      case StepUps.Outcome.Refused(Refusal refusal) -> refusal;
    };
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the methods for second factors have in common. Stateless. */
final class FactorInput {
  private FactorInput() {}

  static StepUps.Proof proof(Call call) {
    return new StepUps.Proof(text(call, "password"), text(call, "code"), call.clientAddress());
  }

  static Optional<String> text(Call call, String field) {
    return Optional.ofNullable(call.input().path(field).textValue())
        .filter(text -> !text.isBlank());
  }

  static <T> Reply reply(FactorSettings.Outcome<T> outcome, Function<T, ObjectNode> answer) {
    return switch (outcome) {
      case FactorSettings.Outcome.Done<T>(T value) -> Reply.json(answer.apply(value));
      case FactorSettings.Outcome.Refused<T>(Refusal refusal) -> refusal;
    };
  }

  /** Adds the recovery codes, where there are new ones. */
  static ObjectNode withCodes(ObjectNode json, List<String> codes) {
    if (!codes.isEmpty()) {
      ArrayNode array = json.putArray("recoveryCodes");
      codes.forEach(array::add);
    }
    return json;
  }
}

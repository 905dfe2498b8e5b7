package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.PlcOperations;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code com.atproto.identity.signPlcOperation}. */
final class SignPlcOperation implements XrpcMethod {
  private final PlcOperations operations;

  SignPlcOperation(PlcOperations operations) {
    this.operations = operations;
  }

  @Override
  public Reply call(Call call) {
    String token = call.input().path("token").asText();
    if (token.isEmpty()) {
      return Refusal.invalid("email confirmation token required to sign PLC operations");
    }
    return switch (operations.sign(call.session(), token, wish(call.input()))) {
      case PlcOperations.Outcome.Signed(SignedPlcOperation operation) ->
          Reply.json(JsonNodeFactory.instance.objectNode().set("operation", operation.toJson()));
      case PlcOperations.Outcome.Refused(Refusal refusal) -> refusal;
      case PlcOperations.Outcome.Recommended advice ->
          throw new IllegalStateException("not asked for");
    };
  }

  private static PlcOperations.Wish wish(ObjectNode input) {
    try {
      return new PlcOperations.Wish(
          part(input, "rotationKeys")
              .map(SignPlcOperation::texts)
              .map(keys -> keys.stream().map(PublicKey::parseDidKey).toList()),
          part(input, "alsoKnownAs").map(SignPlcOperation::texts),
          part(input, "verificationMethods").map(map(SignPlcOperation::text)),
          part(input, "services").map(map(SignPlcOperation::service)));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Not a part of a PLC operation: " + e.getMessage()).asException();
    }
  }

  private static Optional<JsonNode> part(ObjectNode input, String field) {
    return Optional.ofNullable(input.get(field));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(value -> texts.add(text(value)));
    return texts;
  }

  private static <T> Function<JsonNode, Map<String, T>> map(Function<JsonNode, T> read) {
    return json -> {
      Map<String, T> values = new LinkedHashMap<>();
      json.properties().forEach(entry -> values.put(entry.getKey(), read.apply(entry.getValue())));
      return values;
    };
  }

  private static PlcService service(JsonNode json) {
    return new PlcService(text(json.path("type")), text(json.path("endpoint")));
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException("a string is expected");
    }
    return json.textValue();
  }
}

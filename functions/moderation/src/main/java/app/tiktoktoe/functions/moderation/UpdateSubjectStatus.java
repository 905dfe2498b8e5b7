package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.admin.updateSubjectStatus}: takes accounts down and gives them back. */
final class UpdateSubjectStatus implements XrpcMethod {
  /** What a takedown without a reference of the operator's own is called. */
  private static final String UNNAMED = "takedown";

  private final Takedowns accounts;

  UpdateSubjectStatus(Takedowns accounts) {
    this.accounts = accounts;
  }

  @Override
  public Reply call(Call call) {
    Did did = Subject.account(call.input().path("subject"));
    if (call.input().has("deactivated")) {
      return Refusal.invalid("Only its owner deactivates an account");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", Subject.json(did));
    JsonNode takedown = call.input().get("takedown");
    if (takedown == null) {
      return Reply.json(answer);
    }
    Optional<Refusal> refusal = accounts.takeDown(call.session(), did, reference(takedown));
    answer.set("takedown", takedown);
    return refusal.isPresent() ? refusal.get() : Reply.json(answer);
  }

  private static Optional<String> reference(JsonNode takedown) {
    return takedown.path("applied").asBoolean()
        ? Optional.of(takedown.path("ref").asText(UNNAMED))
        : Optional.empty();
  }
}

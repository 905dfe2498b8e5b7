package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.HandleAvailability;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.temp.checkHandleAvailability}. */
final class CheckHandleAvailability implements XrpcMethod {
  private static final String NSID = "com.atproto.temp.checkHandleAvailability";

  private final HandleAvailability availability;

  CheckHandleAvailability(HandleAvailability availability) {
    this.availability = availability;
  }

  @Override
  public Reply call(Call call) {
    if (call.findText("email").filter(email -> !EmailAddress.isValid(email)).isPresent()) {
      return Refusal.of("InvalidEmail", "Invalid email");
    }
    Handle handle = Handle.parse(call.text("handle"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("handle", handle.value());
    ObjectNode result = json.putObject("result");
    if (availability.isFree(handle)) {
      result.put("$type", NSID + "#resultAvailable");
      return Reply.json(json);
    }
    result.put("$type", NSID + "#resultUnavailable");
    ArrayNode suggestions = result.putArray("suggestions");
    for (Handle other : availability.like(handle)) {
      suggestions.addObject().put("handle", other.value()).put("method", "number");
    }
    return Reply.json(json);
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the methods answer that look identities up. Stateless. */
final class IdentityJson {
  private IdentityJson() {}

  static Reply reply(IdentityLookup.Outcome outcome) {
    return switch (outcome) {
      case IdentityLookup.Outcome.Refused(var refusal) -> refusal;
      case IdentityLookup.Outcome.Known(Did did, Handle handle, ObjectNode document) -> {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("did", did.value());
        json.put("handle", handle.value());
        json.set("didDoc", document);
        yield Reply.json(json);
      }
    };
  }
}

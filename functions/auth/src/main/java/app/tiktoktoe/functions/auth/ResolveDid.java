package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.identity.resolveDid}. */
final class ResolveDid implements XrpcMethod {
  private final IdentityLookup identities;

  ResolveDid(IdentityLookup identities) {
    this.identities = identities;
  }

  @Override
  public Reply call(Call call) {
    return switch (identities.document(Did.parse(call.text("did")))) {
      case IdentityLookup.Outcome.Refused(var refusal) -> refusal;
      case IdentityLookup.Outcome.Known(_, _, ObjectNode document) -> {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("didDoc", document);
        yield Reply.json(json);
      }
    };
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** {@code com.atproto.identity.resolveHandle}. */
final class ResolveHandle implements XrpcMethod {
  private final IdentityLookup identities;

  ResolveHandle(IdentityLookup identities) {
    this.identities = identities;
  }

  @Override
  public Reply call(Call call) {
    Optional<Did> did = identities.didOf(Handle.parse(call.text("handle")));
    return did.<Reply>map(
            known -> Reply.json(JsonNodeFactory.instance.objectNode().put("did", known.value())))
        .orElseGet(() -> Refusal.of("HandleNotFound", "Unable to resolve handle"));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * {@code com.atproto.identity.resolveHandle}. An account of this service that is not active is not
 * found by its handle.
 */
final class ResolveHandle implements XrpcMethod {
  private final IdentityLookup identities;
  private final Repositories repositories;

  ResolveHandle(IdentityLookup identities, Repositories repositories) {
    this.identities = identities;
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    Optional<Did> did = identities.didOf(Handle.parse(call.text("handle"))).filter(this::isShown);
    return did.<Reply>map(
            known -> Reply.json(JsonNodeFactory.instance.objectNode().put("did", known.value())))
        // Clients know by this name and this message that nobody has the handle.
        .orElseGet(() -> Refusal.invalid("Unable to resolve handle"));
  }

  private boolean isShown(Did did) {
    return repositories
        .standing(did)
        .map(standing -> standing.status() == RepositoryStatus.ACTIVE)
        .orElse(true);
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.identity.refreshIdentity}. */
final class RefreshIdentity implements XrpcMethod {
  private final IdentityLookup identities;

  RefreshIdentity(IdentityLookup identities) {
    this.identities = identities;
  }

  @Override
  public Reply call(Call call) {
    AtIdentifier identifier = AtIdentifier.parse(call.input().path("identifier").textValue());
    return IdentityJson.reply(identities.refreshed(identifier, call.clientAddress()));
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.identity.resolveIdentity}. */
final class ResolveIdentity implements XrpcMethod {
  private final IdentityLookup identities;

  ResolveIdentity(IdentityLookup identities) {
    this.identities = identities;
  }

  @Override
  public Reply call(Call call) {
    return IdentityJson.reply(identities.identity(AtIdentifier.parse(call.text("identifier"))));
  }
}

package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/** Knows no session: whoever calls here signs what it says. Stateless. */
final class Nobody implements Authenticator {
  @Override
  public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
    return new Authentication.Rejected(
        Refusal.unauthenticated("AuthMissing", "Authentication Required"));
  }

  @Override
  public Optional<Did> accountOf(Handle handle) {
    return Optional.empty();
  }
}

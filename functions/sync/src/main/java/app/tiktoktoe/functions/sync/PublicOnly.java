package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Optional;

/** Knows no session: every method of this function is public. */
final class PublicOnly implements Authenticator {
  @Override
  public Authentication authenticate(Auth level, String authorization, Nsid method) {
    return new Authentication.Rejected(
        Refusal.unauthenticated("InvalidToken", "No session is accepted here"));
  }

  @Override
  public Optional<Did> accountOf(Handle handle) {
    return Optional.empty();
  }
}

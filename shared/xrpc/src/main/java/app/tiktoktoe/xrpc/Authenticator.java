package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.Optional;

/** Checks tokens. Implementations are thread-safe. */
public interface Authenticator {
  /**
   * Checks what a request shows against a level other than {@link Auth#PUBLIC}. Looks at the token
   * alone, not at the account's present state.
   *
   * @param method the method that is called
   */
  Authentication authenticate(Auth level, Credentials credentials, Nsid method);

  /** The {@code DPoP-Nonce} for answers to requests with a proof; empty where none are known. */
  default Optional<String> nonce() {
    return Optional.empty();
  }

  /** The account that has {@code handle}, for an input whose {@code repo} is a handle. */
  Optional<Did> accountOf(Handle handle);

  /** What the token is worth. */
  sealed interface Authentication {
    /** It is good. */
    record Accepted(Caller caller) implements Authentication {}

    /** It is not; {@code AuthMissing, InvalidToken, ExpiredToken} and so on. */
    record Rejected(Refusal refusal) implements Authentication {}
  }
}

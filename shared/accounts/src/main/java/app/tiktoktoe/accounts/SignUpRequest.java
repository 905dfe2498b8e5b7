package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Handle;
import java.util.Optional;

/**
 * Who wants an account.
 *
 * @param recoveryKey a rotation key of the person's own, stronger than the service's
 */
public record SignUpRequest(
    Handle handle,
    EmailAddress email,
    String password,
    Optional<PublicKey> recoveryKey,
    String clientAddress) {
  /** Names the handle alone. */
  @Override
  public String toString() {
    return "SignUpRequest[" + handle + "]";
  }
}

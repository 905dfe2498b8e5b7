package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Handle;
import java.util.Optional;

/**
 * Who wants an account.
 *
 * @param inviteCode where accounts are by invitation
 * @param recoveryKey a rotation key of the person's own, stronger than the service's
 */
public record SignUpRequest(
    Handle handle,
    EmailAddress email,
    String password,
    Optional<String> inviteCode,
    Optional<PublicKey> recoveryKey,
    String clientAddress) {
  /** Without an invite code. */
  SignUpRequest(
      Handle handle,
      EmailAddress email,
      String password,
      Optional<PublicKey> recoveryKey,
      String clientAddress) {
    this(handle, email, password, Optional.empty(), recoveryKey, clientAddress);
  }

  /** Names the handle alone. */
  @Override
  public String toString() {
    return "SignUpRequest[" + handle + "]";
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who is who among the accounts of this service, remembered for 5 seconds: each answer that is not
 * remembered reads one document. Knows nothing of an account's status, which its repository's head
 * and its viewer document hold. Thread-safe.
 */
public final class AccountDirectory {
  private static final int CAPACITY = 10_000;
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final Accounts accounts;
  private final URI origin;
  private final ShortMemory<Did, Identity> identities;
  private final ShortMemory<Handle, Did> handles;

  /**
   * Over {@code accounts}.
   *
   * @param origin the service's public origin, which DID documents point at
   */
  public AccountDirectory(Accounts accounts, URI origin, InstantSource clock) {
    this.accounts = accounts;
    this.origin = origin;
    this.identities = new ShortMemory<>(CAPACITY, KEPT, clock);
    this.handles = new ShortMemory<>(CAPACITY, KEPT, clock);
  }

  private record Identity(Handle handle, PublicKey signingKey) {}

  /** The account that has {@code handle}. */
  public Optional<Did> didOf(Handle handle) {
    return handles.find(handle, accounts::didOf);
  }

  /** The handle of an account. */
  public Optional<Handle> handleOf(Did did) {
    return identity(did).map(Identity::handle);
  }

  /** The public half of the key that signs an account's repository and service tokens. */
  public Optional<PublicKey> signingKeyOf(Did did) {
    return identity(did).map(Identity::signingKey);
  }

  /** An account's DID document, as the PLC directory renders it. */
  public Optional<ObjectNode> documentOf(Did did) {
    return identity(did)
        .map(known -> DidDocuments.ofAccount(did, known.handle(), known.signingKey(), origin));
  }

  private Optional<Identity> identity(Did did) {
    return identities.find(
        did,
        key ->
            accounts
                .find(key)
                .map(account -> new Identity(account.handle(), account.signingKey())));
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.Did;
import java.net.URI;
import java.util.Optional;

/** Whether an identity says that its account lives here. Thread-safe. */
public final class HomeCheck {
  private final Identities identities;
  private final PlcIdentities plc;
  private final URI origin;

  /** For accounts that live at {@code origin}. */
  public HomeCheck(Identities identities, PlcIdentities plc, URI origin) {
    this.identities = identities;
    this.plc = plc;
    this.origin = origin;
  }

  /**
   * What keeps an account from being served here; empty when nothing does.
   *
   * @throws PlcUnavailableException when the directory does not answer
   */
  public Optional<String> problem(Did did, PublicKey signingKey) {
    Optional<DidState> resolved = identities.resolve(did);
    if (resolved.isEmpty()) {
      return Optional.of("Could not resolve DID");
    }
    DidState state = resolved.get();
    if (state.rotationKeys().filter(keys -> !plc.mayChange(keys)).isPresent()) {
      return Optional.of("Server rotation key not included in PLC DID data");
    }
    if (!state.pdsEndpoint().equals(Optional.of(origin))) {
      return Optional.of("DID document atproto_pds service endpoint does not match PDS public url");
    }
    return state.signingKey().equals(Optional.of(signingKey))
        ? Optional.empty()
        : Optional.of("DID document verification method does not match expected signing key");
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an identity says at present.
 *
 * @param signingKey the key that signs the account's commits and service tokens
 * @param pdsEndpoint the origin of the server that the account lives at
 * @param rotationKeys the keys that may change a did:plc; empty for a did:web
 */
record DidState(
    Optional<PublicKey> signingKey,
    Optional<URI> pdsEndpoint,
    Optional<List<PublicKey>> rotationKeys) {}

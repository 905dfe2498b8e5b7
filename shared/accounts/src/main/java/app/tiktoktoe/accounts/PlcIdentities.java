package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.PlcTombstone;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes and ends the did:plc identities of accounts. A new one gets the service's current rotation
 * key; what follows is signed with the one that it got. Thread-safe.
 */
public final class PlcIdentities {
  /** How old the known keys are at least before an unknown one has them read again. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  private final ParsedSecret<PlcRotationKeys> keys;
  private final PlcDirectory directory;
  private final URI origin;

  /**
   * Identities in {@code directory}.
   *
   * @param origin the service's public origin, where the accounts live
   */
  public PlcIdentities(Secrets secrets, PlcDirectory directory, URI origin) {
    this.keys =
        new ParsedSecret<>(secrets, AccountSecrets.PLC_ROTATION_KEY, PlcRotationKeys::parse);
    this.directory = directory;
    this.origin = origin;
  }

  /** The first operation of an identity, whose DID it determines. Sends nothing. */
  SignedPlcOperation genesis(Handle handle, PublicKey signingKey, Optional<PublicKey> recoveryKey) {
    SigningKey rotationKey = keys.get().current();
    List<PublicKey> rotationKeys =
        Stream.concat(recoveryKey.stream(), Stream.of(rotationKey.publicKey())).distinct().toList();
    return SignedPlcOperation.sign(
        new PlcOperation(
            rotationKeys,
            Map.of("atproto", signingKey.didKey()),
            List.of("at://" + handle.value()),
            Map.of(DidDocuments.PDS_FRAGMENT, server()),
            null),
        rotationKey);
  }

  /**
   * Sends a genesis and resolves what came of it. Sending it again changes nothing.
   *
   * @return whether the identity is live
   * @throws PlcUnavailableException when the directory does not answer
   */
  boolean publish(SignedPlcOperation genesis) {
    Did did = didOf(genesis);
    directory.submit(did, genesis);
    return directory.presence(did) == PlcDirectory.Presence.LIVE;
  }

  /**
   * Makes sure that an identity which no account uses is dead for good. One that the directory does
   * not know is made first, so that a genesis which is still on its way can not bring it to life.
   *
   * @return false when the identity is live and its tombstone is refused
   * @throws PlcUnavailableException when the directory does not answer; to be tried again
   */
  boolean bury(SignedPlcOperation genesis) {
    Did did = didOf(genesis);
    if (directory.presence(did) == PlcDirectory.Presence.UNKNOWN) {
      directory.submit(did, genesis);
    }
    directory.submit(did, SignedPlcOperation.sign(new PlcTombstone(genesis.cid()), keyOf(genesis)));
    return directory.presence(did) != PlcDirectory.Presence.LIVE;
  }

  /** The key that a new identity, or one that moves here, gets. */
  PublicKey rotationKey() {
    return keys.get().current().publicKey();
  }

  /** The service that an account of ours names as its server. */
  PlcService server() {
    return new PlcService(DidDocuments.PDS_TYPE, origin.toString());
  }

  /** Whether the service may change an identity with these rotation keys. */
  boolean mayChange(List<PublicKey> rotationKeys) {
    return ours(rotationKeys).isPresent();
  }

  /** Signs what follows {@code state}; empty when none of its rotation keys is ours. */
  Optional<SignedPlcOperation> sign(PlcOperation state, PlcOperation next) {
    return ours(state.rotationKeys()).map(key -> SignedPlcOperation.sign(next, key));
  }

  /**
   * Sends an operation to the directory.
   *
   * @return false when the directory refuses it
   * @throws PlcUnavailableException when the directory does not answer; it may have taken it
   */
  boolean submit(Did did, SignedPlcOperation operation) {
    return directory.submit(did, operation);
  }

  private Optional<SigningKey> ours(List<PublicKey> allowed) {
    return keys.get().oneOf(allowed).or(() -> keys.get(KNOWN_FOR).oneOf(allowed));
  }

  static Did didOf(SignedPlcOperation genesis) {
    return Did.parse(genesis.did());
  }

  /** The service's key among those that may sign what follows {@code genesis}. */
  private SigningKey keyOf(SignedPlcOperation genesis) {
    if (!(genesis.action() instanceof PlcOperation operation)) {
      throw new IllegalArgumentException("a genesis names its rotation keys");
    }
    List<PublicKey> allowed = operation.rotationKeys();
    return ours(allowed)
        .orElseThrow(
            () -> new IllegalStateException("none of the rotation keys is ours: " + allowed));
  }
}

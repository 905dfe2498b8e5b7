package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Who is who in the whole network: handles and DIDs, each checked against the other. What other
 * hosts say is remembered for a minute; what is not there is asked for again. Thread-safe.
 */
public final class IdentityLookup {
  private static final Handle INVALID = Handle.parse("handle.invalid");
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int CAPACITY = 5_000;
  private static final Attempts.Limit FRESH = new Attempts.Limit(30, Duration.ofMinutes(5), 1_000);

  private final AccountDirectory directory;
  private final HandlePolicy policy;
  private final ForeignHandles foreign;
  private final Identities identities;
  private final Attempts attempts;
  private final ShortMemory<Handle, Did> handles;
  private final ShortMemory<Did, DidDocument> documents;

  /** Asks {@code directory} for the handles of this service, and the others for all else. */
  public IdentityLookup(
      AccountDirectory directory,
      HandlePolicy policy,
      ForeignHandles foreign,
      Identities identities,
      Attempts attempts,
      InstantSource clock) {
    this.directory = directory;
    this.policy = policy;
    this.foreign = foreign;
    this.identities = identities;
    this.attempts = attempts;
    this.handles = new ShortMemory<>(CAPACITY, KEPT, clock);
    this.documents = new ShortMemory<>(CAPACITY, KEPT, clock);
  }

  /** What came of it. */
  public sealed interface Outcome {
    /**
     * An identity.
     *
     * @param handle {@code handle.invalid} unless handle and document name each other
     */
    record Known(Did did, Handle handle, ObjectNode document) implements Outcome {}

    /** None. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** Whose handle it is. */
  public Optional<Did> didOf(Handle handle) {
    return directory.didOf(handle).or(() -> handles.find(handle, this::askForeign));
  }

  private Optional<Did> askForeign(Handle handle) {
    boolean isNobodys = policy.isOurs(handle) || policy.checkForeign(handle).isPresent();
    return isNobodys ? Optional.empty() : foreign.resolve(handle);
  }

  /**
   * A DID's document, with a handle that is not checked.
   *
   * @throws PlcUnavailableException when the directory of did:plc does not answer
   */
  public Outcome document(Did did) {
    Optional<DidDocument> remembered = documents.find(did, _ -> Optional.empty());
    if (remembered.isPresent()) {
      return new Outcome.Known(did, INVALID, remembered.get().toJson());
    }
    return switch (identities.document(did)) {
      case Identities.Document.Known(DidDocument document) -> {
        documents.find(did, _ -> Optional.of(document));
        yield new Outcome.Known(did, INVALID, document.toJson());
      }
      case Identities.Document.Missing() -> refused("DidNotFound", "Could not resolve DID");
      case Identities.Document.Deactivated() -> refused("DidDeactivated", "The DID is deactivated");
    };
  }

  /**
   * The identity that has a handle or a DID, checked in both directions.
   *
   * @throws PlcUnavailableException when the directory of did:plc does not answer
   */
  public Outcome identity(AtIdentifier identifier) {
    Optional<Did> did =
        switch (identifier) {
          case Did known -> Optional.of(known);
          case Handle handle -> didOf(handle);
        };
    return did.map(this::checked)
        .orElseGet(() -> refused("HandleNotFound", "Unable to resolve handle"));
  }

  /**
   * As {@link #identity}, without what is remembered. At most 30 times in 5 minutes from a client
   * address.
   */
  public Outcome refreshed(AtIdentifier identifier, String clientAddress) {
    Optional<Refusal> refusal = attempts.refuse("refresh identity", clientAddress, FRESH);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    switch (identifier) {
      case Did did -> forget(did);
      case Handle handle -> {
        handles.forget(handle);
        didOf(handle).ifPresent(this::forget);
      }
    }
    return identity(identifier);
  }

  private void forget(Did did) {
    Optional<DidDocument> known = documents.forget(did);
    known.flatMap(DidDocument::handle).ifPresent(handles::forget);
  }

  private Outcome checked(Did did) {
    return switch (document(did)) {
      case Outcome.Known(_, _, ObjectNode json) -> {
        Handle handle =
            DidDocument.fromJson(json)
                .handle()
                .filter(claimed -> didOf(claimed).equals(Optional.of(did)))
                .orElse(INVALID);
        yield new Outcome.Known(did, handle, json);
      }
      case Outcome.Refused refused -> refused;
    };
  }

  private static Outcome refused(String error, String message) {
    return new Outcome.Refused(Refusal.of(error, message));
  }
}

package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.LegacyPlcCreate;
import app.tiktoktoe.atproto.plc.PlcAction;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcTombstone;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Resolves identities where they are kept, at each call: a did:plc in the directory, a did:web at
 * its host. Thread-safe.
 */
public final class Identities {
  private static final String PLC = "did:plc:";
  private static final String WEB = "did:web:";

  private final PlcDirectory directory;
  private final WebDids web;

  /** Asks {@code directory} and {@code web}. */
  public Identities(PlcDirectory directory, WebDids web) {
    this.directory = directory;
    this.web = web;
  }

  /**
   * What an identity says; empty when there is none, or none any more, or its host does not answer.
   *
   * @throws PlcUnavailableException when the directory does not answer
   */
  Optional<DidState> resolve(Did did) {
    if (did.value().startsWith(PLC)) {
      return directory.last(did).flatMap(last -> state(last.action())).map(s -> state(did, s));
    }
    return did.value().startsWith(WEB)
        ? web.resolve(did).map(document -> state(document, Optional.empty()))
        : Optional.empty();
  }

  /** What became of looking for a document. */
  sealed interface Document {
    /** The document that is in force. */
    record Known(DidDocument document) implements Document {}

    /** There is none, or its host does not answer. */
    record Missing() implements Document {}

    /** There was one. */
    record Deactivated() implements Document {}
  }

  /**
   * The document of an identity.
   *
   * @throws PlcUnavailableException when the directory does not answer
   */
  Document document(Did did) {
    if (did.value().startsWith(PLC)) {
      return directory
          .last(did)
          .map(
              last ->
                  state(last.action())
                      .<Document>map(s -> new Document.Known(DidDocument.ofPlc(did, s)))
                      .orElseGet(Document.Deactivated::new))
          .orElseGet(Document.Missing::new);
    }
    Optional<DidDocument> found = did.value().startsWith(WEB) ? web.resolve(did) : Optional.empty();
    return found.<Document>map(Document.Known::new).orElseGet(Document.Missing::new);
  }

  /** The last operation of a did:plc that is in force. */
  Optional<SignedPlcOperation> last(Did did) {
    return directory.last(did);
  }

  /** The state that an operation gives its identity; empty after a tombstone. */
  static Optional<PlcOperation> state(PlcAction action) {
    return switch (action) {
      case PlcOperation operation -> Optional.of(operation);
      case LegacyPlcCreate create -> Optional.of(create.normalized());
      case PlcTombstone _ -> Optional.empty();
    };
  }

  private static DidState state(Did did, PlcOperation operation) {
    return state(DidDocument.ofPlc(did, operation), Optional.of(operation.rotationKeys()));
  }

  private static DidState state(DidDocument document, Optional<List<PublicKey>> rotationKeys) {
    Optional<URI> endpoint = document.pdsEndpoint();
    return new DidState(document.signingKey(), endpoint, rotationKeys);
  }
}

package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.accounts.PlcUnavailableException;
import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.RefusalException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** Where services are, as their DID documents say. Thread-safe. */
public final class ServiceEndpoints {
  private final IdentityLookup identities;

  /** By {@code identities}, which remember documents for a minute. */
  public ServiceEndpoints(IdentityLookup identities) {
    this.identities = identities;
  }

  /**
   * The https origin of a service.
   *
   * @throws RefusalException {@code InvalidRequest} when there is none, {@code UpstreamFailure}
   *     when the directory of did:plc does not answer
   */
  URI find(Did did, String fragment) {
    return switch (document(did)) {
      case IdentityLookup.Outcome.Refused _ ->
          throw Refusal.invalid("could not resolve proxy did").asException();
      case IdentityLookup.Outcome.Known(_, _, ObjectNode document) ->
          DidDocument.fromJson(document)
              .serviceEndpoint(fragment)
              .filter(origin -> "https".equals(origin.getScheme()))
              .orElseThrow(
                  () -> Refusal.invalid("could not resolve proxy did service url").asException());
    };
  }

  private IdentityLookup.Outcome document(Did did) {
    try {
      return identities.document(did);
    } catch (PlcUnavailableException e) {
      throw UpstreamAnswer.failure("The directory of identities does not answer").asException();
    }
  }
}

package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.Optional;

/**
 * Passes calls of methods that a function does not serve on to other services. Implementations are
 * thread-safe.
 */
public interface Relay {
  /** The header by which a client names the service that shall answer. */
  String HEADER = "atproto-proxy";

  /**
   * The service that answers a method, known before anybody asks who calls: a DID and the fragment
   * of its service, {@code did:web:example.com#bsky_appview}; empty when nobody does.
   *
   * @param header what the client named
   * @throws RefusalException when it named no service that calls are passed to
   */
  Optional<String> serviceFor(Nsid method, Optional<String> header);

  /** Passes on a call with a session; its parameters and input are not read. */
  Reply pass(Call call, String service);

  /** Passes nothing on. */
  static Relay none() {
    return new Relay() {
      @Override
      public Optional<String> serviceFor(Nsid method, Optional<String> header) {
        return Optional.empty();
      }

      @Override
      public Reply pass(Call call, String service) {
        throw new IllegalStateException("passes nothing on");
      }
    };
  }
}

package app.tiktoktoe.functions.auth.proxy;

import app.tiktoktoe.accounts.DidDocuments;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.RefusalException;
import java.util.Optional;

/** Reads {@code atproto-proxy}; its faults have the official server's words. Immutable. */
final class ProxyHeader {
  private final ProxyServices services;
  private final Did ourselves;

  ProxyHeader(ProxyServices services, Did ourselves) {
    this.services = services;
    this.ourselves = ourselves;
  }

  /**
   * The service that {@code value} names; empty when that is one of our own, which does not have
   * what is asked for.
   *
   * @throws RefusalException when it names none, or none that is configured
   */
  Optional<String> service(String value) {
    int hash = value.indexOf('#');
    if (hash == 0) {
      throw fault("no did specified in proxy header");
    }
    if (hash == -1 || hash == value.length() - 1) {
      throw fault("no service id specified in proxy header");
    }
    if (value.indexOf('#', hash + 1) != -1) {
      throw fault("invalid proxy header format");
    }
    if (value.contains(" ")) {
      throw fault("proxy header cannot contain spaces");
    }
    return known(value, value.substring(0, hash), value.substring(hash + 1));
  }

  private Optional<String> known(String value, String did, String fragment) {
    if (services.named().contains(value)) {
      return Optional.of(value);
    }
    boolean isOurs = did.equals(ourselves.value());
    if (isOurs && DidDocuments.SERVICE_FRAGMENTS.contains(fragment)) {
      return Optional.empty();
    }
    throw isOurs || services.isKnown(did)
        ? fault("could not resolve proxy did service url")
        : fault("could not resolve proxy did");
  }

  private static RefusalException fault(String message) {
    return Refusal.invalid(message).asException();
  }
}

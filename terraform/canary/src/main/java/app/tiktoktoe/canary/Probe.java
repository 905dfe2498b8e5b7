package app.tiktoktoe.canary;

import java.net.URI;

/** Where requests that no user made go to. */
sealed interface Probe {
  /**
   * A path of the revision itself, at the address of its tag. All requests reach the revision, but
   * the service's ingress must let this machine in.
   */
  record OfRevision(String path) implements Probe {
    public OfRevision {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path begins with /: " + path);
      }
    }
  }

  /** The users' address. Only the revision's share of the requests reaches it. */
  record OfService(URI address) implements Probe {}

  /** A path, or an https address. */
  static Probe parse(String text) {
    if (text.startsWith("/")) {
      return new OfRevision(text);
    }
    URI address = URI.create(text);
    if (!"https".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException("neither a path nor an https address: " + text);
    }
    return new OfService(address);
  }
}

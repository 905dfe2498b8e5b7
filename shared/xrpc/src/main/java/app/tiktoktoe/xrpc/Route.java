package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a function's wiring: an address, who may call it, and the code.
 *
 * @param path the exact path
 * @param nsid the method's name; empty for a path outside XRPC
 * @param httpMethod of a path outside XRPC
 * @param maxInputBytes the largest JSON input; a method that takes bytes has its own limit
 */
public record Route(
    String path,
    Optional<Nsid> nsid,
    Auth auth,
    String httpMethod,
    XrpcMethod method,
    int maxInputBytes) {
  private static final int DEFAULT_MAX_INPUT_BYTES = 150 * 1024;
  private static final String XRPC = "/xrpc/";

  /** Refuses a method that has no name, and so no lexicon and no level of its own. */
  public Route {
    Objects.requireNonNull(auth, () -> path + " has no level");
    if (nsid.isEmpty() && path.startsWith(XRPC) && !path.startsWith(XRPC + "_")) {
      throw new IllegalArgumentException(path + " is a method: it must be routed by its name");
    }
  }

  /** An XRPC method. */
  public static Route method(String nsid, Auth auth, XrpcMethod method) {
    return new Route(
        XRPC + nsid, Optional.of(Nsid.parse(nsid)), auth, "", method, DEFAULT_MAX_INPUT_BYTES);
  }

  /** A public GET outside XRPC. */
  public static Route path(String path, XrpcMethod method) {
    return new Route(path, Optional.empty(), Auth.PUBLIC, "GET", method, 0);
  }

  /** A public POST outside XRPC, which reads its body itself. */
  public static Route form(String path, XrpcMethod method) {
    return new Route(path, Optional.empty(), Auth.PUBLIC, "POST", method, 0);
  }

  /** The same with another limit for the JSON input. */
  public Route withMaxInput(int bytes) {
    return new Route(path, nsid, auth, httpMethod, method, bytes);
  }
}

package app.tiktoktoe.xrpc;

import java.util.Optional;

/**
 * What a request shows to be let in.
 *
 * @param authorization the value of the {@code Authorization} header
 * @param proof the value of the {@code DPoP} header
 * @param httpMethod the request's method, which a proof names
 * @param path the request's path below the service's origin, which a proof names too
 */
public record Credentials(
    String authorization, Optional<String> proof, String httpMethod, String path) {

  /** Without a proof, for {@code POST /}. */
  public static Credentials of(String authorization) {
    return new Credentials(authorization, Optional.empty(), "POST", "/");
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Credentials[" + httpMethod + " " + path + "]";
  }
}

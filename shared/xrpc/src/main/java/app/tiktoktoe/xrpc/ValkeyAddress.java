package app.tiktoktoe.xrpc;

import app.tiktoktoe.cloud.Environment;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where the cache is that instances count in together.
 *
 * @param url {@code redis://host:port}, or {@code rediss://} for TLS, {@code VALKEY_URL}
 * @param authority the certificate in PEM that the server's is signed with, {@code
 *     VALKEY_AUTHORITY}; empty for those that the machine trusts
 * @param asFunction whether to sign in with a token of the function's account
 */
public record ValkeyAddress(URI url, Optional<String> authority, boolean asFunction) {
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  /** Checks the URL. */
  public ValkeyAddress {
    if (url.getScheme() == null || !SCHEMES.contains(url.getScheme()) || url.getHost() == null) {
      throw new IllegalArgumentException("VALKEY_URL is not redis://host:port or rediss://");
    }
  }

  /** The address that the environment names; in the cloud nobody gets in without a token. */
  static Optional<ValkeyAddress> from(Environment environment) {
    return environment
        .find("VALKEY_URL")
        .map(
            url ->
                new ValkeyAddress(
                    URI.create(url), environment.find("VALKEY_AUTHORITY"), environment.isCloud()));
  }
}

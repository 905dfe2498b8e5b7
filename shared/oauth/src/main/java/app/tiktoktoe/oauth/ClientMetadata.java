package app.tiktoktoe.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says about itself.
 *
 * @param name for people; nothing proves it, so it is never shown without the id's host
 * @param scopes what it may ask for
 * @param keys where a confidential client's public keys are; empty for a public one
 */
public record ClientMetadata(
    ClientId id,
    Optional<String> name,
    List<String> redirectUris,
    Set<String> scopes,
    Optional<ClientKeys> keys) {
  private static final int MAX_NAME_CHARS = 100;
  private static final String DPOP_BOUND = "dpop_bound_access_tokens";

  /** Copies the collections. */
  public ClientMetadata {
    redirectUris = List.copyOf(redirectUris);
    scopes = Set.copyOf(scopes);
  }

  /** The public keys of a confidential client. */
  public sealed interface ClientKeys {
    /** In the metadata. */
    record Inline(JWKSet set) implements ClientKeys {}

    /** At an address. */
    record At(URI url) implements ClientKeys {}
  }

  /** Of a client that is being developed. */
  public static ClientMetadata of(ClientId.Development id) {
    return new ClientMetadata(
        id, Optional.empty(), id.redirectUris(), scopes(id.scope()), Optional.empty());
  }

  /**
   * Reads the document at a client's address.
   *
   * @throws InvalidClientException when it is not what the profile demands
   */
  public static ClientMetadata parse(ClientId.Published id, JsonNode document) {
    require(document.isObject(), "client metadata is no object");
    require(id.value().equals(document.path("client_id").asText()), "client_id differs");
    require(document.path(DPOP_BOUND).asBoolean(), DPOP_BOUND + " must be true");
    List<String> responses = texts(document, "response_types");
    require(responses.isEmpty() || responses.contains("code"), "response_types without code");
    List<String> grants = texts(document, "grant_types");
    require(
        grants.isEmpty() || grants.contains("authorization_code"),
        "grant_types without authorization_code");
    boolean isNative = document.path("application_type").asText("web").equals("native");
    List<String> redirects = texts(document, "redirect_uris");
    require(
        !redirects.isEmpty()
            && redirects.stream().allMatch(uri -> RedirectUris.isAllowed(uri, id, isNative)),
        "redirect_uris has an address that is not allowed");
    return new ClientMetadata(
        id,
        Optional.ofNullable(document.path("client_name").textValue())
            .map(name -> name.substring(0, Math.min(name.length(), MAX_NAME_CHARS))),
        redirects,
        scopes(document.path("scope").asText()),
        keys(document));
  }

  private static Set<String> scopes(String scope) {
    Set<String> scopes = Set.copyOf(Arrays.asList(scope.strip().split(" +", -1)));
    require(scopes.contains(Permission.Named.ATPROTO.scope()), "scope must contain atproto");
    return scopes;
  }

  private static Optional<ClientKeys> keys(JsonNode document) {
    String method = document.path("token_endpoint_auth_method").asText("none");
    if (method.equals("none")) {
      return Optional.empty();
    }
    require(method.equals("private_key_jwt"), "token_endpoint_auth_method is not supported");
    require(
        document
            .path("token_endpoint_auth_signing_alg")
            .asText(DpopProofs.ALGORITHM.getName())
            .equals(DpopProofs.ALGORITHM.getName()),
        "token_endpoint_auth_signing_alg must be " + DpopProofs.ALGORITHM);
    require(document.has("jwks") != document.has("jwks_uri"), "one of jwks and jwks_uri is needed");
    return Optional.of(
        document.has("jwks")
            ? new ClientKeys.Inline(keySet(document.path("jwks")))
            : new ClientKeys.At(address(document.path("jwks_uri").asText())));
  }

  private static URI address(String text) {
    try {
      URI url = URI.create(text);
      require("https".equals(url.getScheme()) && url.getHost() != null, "jwks_uri must be https");
      return url;
    } catch (IllegalArgumentException e) {
      throw new InvalidClientException("jwks_uri is not a URL");
    }
  }

  /**
   * Reads a set of public keys.
   *
   * @throws InvalidClientException when it is none, or has a private key
   */
  public static JWKSet keySet(JsonNode json) {
    try {
      JWKSet set = JWKSet.parse(json.toString());
      require(!set.containsNonPublicKeys(), "jwks has a private key");
      return set;
    } catch (ParseException e) {
      throw new InvalidClientException("jwks is not a set of keys");
    }
  }

  private static List<String> texts(JsonNode document, String field) {
    List<String> texts = new ArrayList<>();
    document.path(field).forEach(element -> texts.add(element.asText()));
    return texts;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new InvalidClientException(otherwise);
    }
  }

  /** Whether a code may be sent there. */
  public boolean redirectsTo(String uri) {
    return redirectUris.stream().anyMatch(named -> RedirectUris.matches(named, uri));
  }
}

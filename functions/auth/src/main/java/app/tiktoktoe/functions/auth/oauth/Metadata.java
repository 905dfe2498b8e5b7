package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.oauth.Permission;
import app.tiktoktoe.oauth.Pkce;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** What apps read before they ask for anything. Stateless. */
final class Metadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Metadata() {}

  /** {@code /.well-known/oauth-protected-resource}: RFC 9728. */
  static Reply protectedResource(URI origin) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("resource", origin.toString());
    answer.putArray("authorization_servers").add(origin.toString());
    answer.putArray("scopes_supported");
    answer.putArray("bearer_methods_supported").add("header");
    answer.put("resource_documentation", "https://atproto.com");
    return Reply.json(answer);
  }

  /** {@code /.well-known/oauth-authorization-server}: RFC 8414. */
  static Reply authorizationServer(URI origin) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("issuer", origin.toString());
    ArrayNode scopes = answer.putArray("scopes_supported");
    for (Permission.Named named : Permission.Named.values()) {
      scopes.add(named.scope());
    }
    answer.putArray("subject_types_supported").add("public");
    answer.putArray("response_types_supported").add("code");
    answer.putArray("response_modes_supported").add("query").add("fragment");
    answer.putArray("grant_types_supported").add("authorization_code").add("refresh_token");
    answer.putArray("code_challenge_methods_supported").add(Pkce.METHOD);
    answer.putArray("prompt_values_supported").add("login").add("consent").add("select_account");
    answer.put("authorization_response_iss_parameter_supported", true);
    answer.putArray("dpop_signing_alg_values_supported").add(DpopProofs.ALGORITHM.getName());
    answer.put("authorization_endpoint", origin + "/oauth/authorize");
    answer.put("token_endpoint", origin + "/oauth/token");
    answer.putArray("token_endpoint_auth_methods_supported").add("none").add("private_key_jwt");
    answer
        .putArray("token_endpoint_auth_signing_alg_values_supported")
        .add(DpopProofs.ALGORITHM.getName());
    answer.put("revocation_endpoint", origin + "/oauth/revoke");
    answer.put("pushed_authorization_request_endpoint", origin + "/oauth/par");
    answer.put("require_pushed_authorization_requests", true);
    answer.put("jwks_uri", origin + "/oauth/jwks");
    answer.put("require_request_uri_registration", true);
    answer.put("client_id_metadata_document_supported", true);
    answer.putArray("protected_resources").add(origin.toString());
    return Reply.json(answer);
  }

  /** {@code /oauth/jwks}: the keys that tokens are verified with. */
  static Reply keys(OAuthIssuer issuer) {
    return Reply.json(JSON.valueToTree(issuer.publicKeys()));
  }
}

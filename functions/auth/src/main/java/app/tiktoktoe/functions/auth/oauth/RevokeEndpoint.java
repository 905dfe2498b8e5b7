package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * {@code /oauth/revoke}: ends the session of a refresh token, good or used, or of an access token,
 * which the official client sends: who has one may well end it. A token that is not known is none
 * of our business, as RFC 7009 says; an access token lives on for its few minutes.
 */
final class RevokeEndpoint implements Endpoint.Answer {
  static final String PATH = "/oauth/revoke";

  private final OAuthSessions sessions;
  private final OAuthIssuer issuer;

  RevokeEndpoint(OAuthSessions sessions, OAuthIssuer issuer) {
    this.sessions = sessions;
    this.issuer = issuer;
  }

  @Override
  public Reply to(Call call, Form form, Map<String, String> headers) {
    String token = form.text("token");
    issuer
        .bearer(token)
        .ifPresentOrElse(
            bearer -> sessions.end(bearer.did(), bearer.family()),
            () -> sessions.find(token).ifPresent(sessions::end));
    return new Reply.Json(JsonNodeFactory.instance.objectNode(), headers);
  }
}

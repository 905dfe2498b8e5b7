package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/**
 * {@code /oauth/revoke}: ends the session of a refresh token, good or used: who has it may well end
 * it. A token that is not known is none of our business, as RFC 7009 says; an access token lives on
 * for its few minutes.
 */
final class RevokeEndpoint implements Endpoint.Answer {
  static final String PATH = "/oauth/revoke";

  private final OAuthSessions sessions;

  RevokeEndpoint(OAuthSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Reply to(Call call, Form form, Map<String, String> headers) {
    sessions.find(form.text("token")).ifPresent(sessions::end);
    return new Reply.Json(JsonNodeFactory.instance.objectNode(), headers);
  }
}

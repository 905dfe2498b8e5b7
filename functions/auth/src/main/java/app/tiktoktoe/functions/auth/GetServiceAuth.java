package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.ServiceTokens;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Optional;

/** {@code com.atproto.server.getServiceAuth}. */
final class GetServiceAuth implements XrpcMethod {
  private final ServiceTokens tokens;

  GetServiceAuth(ServiceTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Reply call(Call call) {
    Optional<Instant> expiry =
        Optional.ofNullable(call.parameters().get("exp"))
            .map(JsonNode::longValue)
            .map(Instant::ofEpochSecond);
    Optional<Nsid> method = call.findText("lxm").map(Nsid::parse);
    return switch (tokens.issue(call.session(), call.text("aud"), method, expiry)) {
      case ServiceTokens.Outcome.Issued(String token) ->
          Reply.json(JsonNodeFactory.instance.objectNode().put("token", token));
      case ServiceTokens.Outcome.Refused(Refusal refusal) -> refusal;
    };
  }
}

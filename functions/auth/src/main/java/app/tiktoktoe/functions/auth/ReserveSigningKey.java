package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.ReservedKeys;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** {@code com.atproto.server.reserveSigningKey}. */
final class ReserveSigningKey implements XrpcMethod {
  private final ReservedKeys keys;

  ReserveSigningKey(ReservedKeys keys) {
    this.keys = keys;
  }

  @Override
  public Reply call(Call call) {
    Optional<Did> did = Optional.ofNullable(call.input().path("did").textValue()).map(Did::parse);
    return Reply.json(
        JsonNodeFactory.instance.objectNode().put("signingKey", keys.reserve(did).didKey()));
  }
}

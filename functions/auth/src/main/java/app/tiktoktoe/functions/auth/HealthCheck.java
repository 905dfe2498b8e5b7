package app.tiktoktoe.functions.auth;

import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code /xrpc/_health}: that the service is up, and which release it is. */
final class HealthCheck implements XrpcMethod {
  private final String version;

  HealthCheck(String version) {
    this.version = version;
  }

  @Override
  public Reply call(Call call) {
    return Reply.json(JsonNodeFactory.instance.objectNode().put("version", version));
  }
}

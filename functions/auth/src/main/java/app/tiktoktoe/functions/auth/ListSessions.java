package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code app.tiktoktoe.auth.listSessions}. */
final class ListSessions implements XrpcMethod {
  private final AccountSessions sessions;

  ListSessions(AccountSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("sessions");
    sessions.list(call.session()).forEach(entry -> list.add(session(entry)));
    return Reply.json(json);
  }

  private static ObjectNode session(AccountSessions.Entry entry) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", entry.id())
            .put("kind", kind(entry.kind()))
            .put("createdAt", Times.millis(entry.createdAt()))
            .put("refreshedAt", Times.millis(entry.refreshedAt()))
            .put("current", entry.current());
    if (!entry.name().isEmpty()) {
      json.put("name", entry.name());
    }
    if (!entry.device().isEmpty()) {
      json.put("device", entry.device());
    }
    return json;
  }

  private static String kind(AccountSessions.Kind kind) {
    return switch (kind) {
      case PASSWORD -> "password";
      case APP_PASSWORD -> "appPassword";
      case OAUTH -> "oauth";
    };
  }
}

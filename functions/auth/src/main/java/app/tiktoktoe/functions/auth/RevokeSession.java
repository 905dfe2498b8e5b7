package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.auth.revokeSession}: one, or all but the one that asks. */
final class RevokeSession implements XrpcMethod {
  private final AccountSessions sessions;

  RevokeSession(AccountSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Reply call(Call call) {
    boolean others = call.input().path("others").booleanValue();
    String id = call.input().path("id").asText();
    if (others == !id.isEmpty()) {
      return Refusal.invalid("Name a session, or ask for all others");
    }
    if (others) {
      sessions.revokeOthers(call.session());
      return Reply.empty();
    }
    return Done.unless(sessions.revoke(call.session(), id));
  }
}

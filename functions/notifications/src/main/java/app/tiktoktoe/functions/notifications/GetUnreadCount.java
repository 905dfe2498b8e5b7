package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.notification.SeenMarks;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;

/**
 * How many notifications came since the account last saw them, at most {@link
 * Notifications#MOST_UNREAD}, for three reads. Those of accounts that were muted or blocked after
 * they came count.
 */
final class GetUnreadCount implements XrpcMethod {
  private final ViewerSessions sessions;
  private final Notifications notifications;
  private final SeenMarks seenMarks;

  GetUnreadCount(ViewerSessions sessions, Notifications notifications, SeenMarks seenMarks) {
    this.sessions = sessions;
    this.notifications = notifications;
    this.seenMarks = seenMarks;
  }

  @Override
  public Reply call(Call call) {
    SeenAt.refuseParameter(call);
    Did did = sessions.require(call).did();
    Instant seenAt = seenMarks.find(did).orElse(Instant.EPOCH);
    return Reply.json(
        JsonNodeFactory.instance.objectNode().put("count", notifications.unreadSince(did, seenAt)));
  }
}

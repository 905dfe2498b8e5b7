package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.SeenMarks;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Notes up to when an account has seen its notifications. A time in the future counts as now: a
 * phone whose clock is ahead must not hide what is yet to come.
 */
final class UpdateSeen implements XrpcMethod {
  private final ViewerSessions sessions;
  private final SeenMarks seenMarks;
  private final InstantSource clock;

  UpdateSeen(ViewerSessions sessions, SeenMarks seenMarks, InstantSource clock) {
    this.sessions = sessions;
    this.seenMarks = seenMarks;
    this.clock = clock;
  }

  @Override
  public Reply call(Call call) {
    Did did = sessions.require(call).did();
    Instant seenAt = AtDatetime.parse(call.input().path("seenAt").asText());
    Instant now = clock.instant();
    seenMarks.put(did, seenAt.isAfter(now) ? now : seenAt);
    return Reply.empty();
  }
}

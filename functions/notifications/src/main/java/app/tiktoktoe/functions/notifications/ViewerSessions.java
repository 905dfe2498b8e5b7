package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;

/**
 * Finds who reads, for one document read, and refuses an account that may not and a session that is
 * over. Nothing of it is remembered: a takedown counts at the next read. Thread-safe.
 */
final class ViewerSessions {
  private final Viewers viewers;

  ViewerSessions(Viewers viewers) {
    this.viewers = viewers;
  }

  /** Who calls a method that demands a session. */
  Viewer require(Call call) {
    Caller caller = call.session();
    Viewer viewer =
        viewers
            .find(caller.did())
            .orElseThrow(() -> refused("AuthenticationRequired", "No such account"));
    if (!viewer.status().equals(Viewer.ACTIVE)) {
      throw viewer.status().equals("deactivated")
          ? refused("AccountDeactivated", "Account is deactivated")
          : refused("AccountTakedown", "Account has been taken down");
    }
    if (caller.issuedAt().isBefore(viewer.tokensValidFrom())) {
      throw refused("ExpiredToken", "The session is over");
    }
    return viewer;
  }

  private static RuntimeException refused(String error, String message) {
    return Refusal.unauthenticated(error, message).asException();
  }
}

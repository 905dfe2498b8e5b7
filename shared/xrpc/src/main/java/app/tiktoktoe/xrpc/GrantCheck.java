package app.tiktoktoe.xrpc;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether a grant reaches as far as a level demands. Stateless. */
final class GrantCheck {
  /** What any session may call; a level that is not named here is never opened by an app. */
  private static final Set<Auth> SESSION_LEVELS =
      EnumSet.of(Auth.OPTIONAL, Auth.AUTHENTICATED, Auth.OWNER, Auth.UPLOAD);

  private GrantCheck() {}

  static Optional<Refusal> refusal(Auth level, Grant grant) {
    boolean enough =
        switch (grant) {
          case Grant.Full full -> true;
          case Grant.AppPassword app -> SESSION_LEVELS.contains(level) || level == Auth.REFRESH;
          case Grant.OAuth oauth -> SESSION_LEVELS.contains(level) || level == Auth.FULL;
          case Grant.Service service -> level == Auth.UPLOAD;
          case Grant.Operator operator -> level == Auth.ADMIN || level == Auth.MODERATOR;
        };
    return enough ? Optional.empty() : Optional.of(Refusal.of("InvalidToken", "Bad token scope"));
  }
}

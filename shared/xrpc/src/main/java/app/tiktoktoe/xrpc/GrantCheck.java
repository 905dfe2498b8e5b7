package app.tiktoktoe.xrpc;

import java.util.Optional;

/** Whether a grant reaches as far as a level demands. Stateless. */
final class GrantCheck {
  private GrantCheck() {}

  static Optional<Refusal> refusal(Auth level, Grant grant) {
    boolean enough =
        switch (grant) {
          case Grant.Full full -> true;
          case Grant.AppPassword app -> level != Auth.FULL;
          case Grant.OAuth oauth -> level != Auth.REFRESH;
          case Grant.Service service -> level == Auth.UPLOAD;
          case Grant.Operator operator -> level == Auth.ADMIN;
        };
    return enough ? Optional.empty() : Optional.of(Refusal.of("InvalidToken", "Bad token scope"));
  }
}

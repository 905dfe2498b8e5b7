package app.tiktoktoe.functions.auth;

import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import java.util.Optional;

/** Answers methods that have nothing to say. Stateless. */
final class Done {
  private Done() {}

  /** Success without a body, or the refusal. */
  static Reply unless(Optional<Refusal> refusal) {
    return refusal.isPresent() ? refusal.get() : Reply.empty();
  }
}

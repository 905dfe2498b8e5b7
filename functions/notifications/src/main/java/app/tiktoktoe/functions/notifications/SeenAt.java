package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;

/** The parameter {@code seenAt} of queries, which the official app view refuses as well. */
final class SeenAt {
  private SeenAt() {}

  static void refuseParameter(Call call) {
    if (call.findText("seenAt").isPresent()) {
      throw Refusal.invalid("The seenAt parameter is unsupported").asException();
    }
  }
}

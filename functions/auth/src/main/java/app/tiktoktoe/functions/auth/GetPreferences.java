package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code app.bsky.actor.getPreferences}. */
final class GetPreferences implements XrpcMethod {
  private final Preferences preferences;

  GetPreferences(Preferences preferences) {
    this.preferences = preferences;
  }

  @Override
  public Reply call(Call call) {
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .set("preferences", preferences.get(call.session().did())));
  }
}

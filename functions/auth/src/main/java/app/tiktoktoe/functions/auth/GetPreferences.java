package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.InstantSource;

/** {@code app.bsky.actor.getPreferences}. */
final class GetPreferences implements XrpcMethod {
  private final Preferences preferences;
  private final InstantSource clock;

  GetPreferences(Preferences preferences, InstantSource clock) {
    this.preferences = preferences;
    this.clock = clock;
  }

  @Override
  public Reply call(Call call) {
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .set(
                "preferences",
                PersonalDetails.shown(
                    preferences.get(call.session().did()), call.session(), clock.instant())));
  }
}

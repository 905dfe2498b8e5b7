package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;

/** {@code app.bsky.actor.putPreferences}: replaces the whole list. */
final class PutPreferences implements XrpcMethod {
  private static final String NAMESPACE = "app.bsky.";

  private final Preferences preferences;

  PutPreferences(Preferences preferences) {
    this.preferences = preferences;
  }

  @Override
  public Reply call(Call call) {
    JsonNode items = call.input().get("preferences");
    for (JsonNode item : items) {
      String type = item.path("$type").asText();
      if (type.isEmpty()) {
        return Refusal.invalid("Preference is missing a $type");
      }
      if (!type.startsWith(NAMESPACE)) {
        return Refusal.invalid("Some preferences are not in the app.bsky namespace");
      }
    }
    if (!Preferences.fits(items)) {
      return Refusal.invalid("Preferences are limited to " + Preferences.MAX_BYTES + " bytes");
    }
    preferences.put(call.session().did(), items);
    return Reply.empty();
  }
}

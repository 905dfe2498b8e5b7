package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;

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
    Caller caller = call.session();
    if (PersonalDetails.mayBeSeenBy(caller)) {
      ArrayNode stored = PersonalDetails.stored(items);
      if (!Preferences.fits(stored)) {
        return tooLarge();
      }
      preferences.put(caller.did(), stored);
      return Reply.empty();
    }
    return putWithoutDetails(caller, items);
  }

  private Reply putWithoutDetails(Caller caller, JsonNode items) {
    for (JsonNode item : items) {
      if (PersonalDetails.isPersonal(item)) {
        return Refusal.invalid(
            "Do not have authorization to set preferences: " + PersonalDetails.TYPE);
      }
    }
    return switch (preferences.change(
        caller.did(), before -> PersonalDetails.kept(before, items))) {
      case DONE -> Reply.empty();
      case TOO_LARGE -> tooLarge();
      case BUSY ->
          Refusal.unavailable("The preferences change all the time", Duration.ofSeconds(1));
    };
  }

  private static Refusal tooLarge() {
    return Refusal.invalid("Preferences are limited to " + Preferences.MAX_BYTES + " bytes");
  }
}

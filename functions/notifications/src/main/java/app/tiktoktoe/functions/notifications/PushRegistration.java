package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.Device;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Set;

/** The device that an input names. */
final class PushRegistration {
  private static final Set<String> PLATFORMS = Set.of("ios", "android", "web");
  private static final int MAX_APP_ID = 255;

  private PushRegistration() {}

  /**
   * Reads the input of {@code registerPush} and {@code unregisterPush}.
   *
   * @param service the only service that is pushed through
   */
  static Device read(Call call, Did service, Instant now) {
    ObjectNode input = call.input();
    String appId = text(input, "appId");
    if (!text(input, "serviceDid").equals(service.value())) {
      throw refused("serviceDid must be " + service);
    }
    if (!PLATFORMS.contains(text(input, "platform"))) {
      throw refused("platform must be ios, android or web");
    }
    if (appId.isEmpty() || appId.length() > MAX_APP_ID) {
      throw refused("appId must have 1 to " + MAX_APP_ID + " characters");
    }
    try {
      return new Device(text(input, "token"), text(input, "platform"), appId, now);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static String text(ObjectNode input, String field) {
    return input.path(field).asText();
  }

  private static RuntimeException refused(String message) {
    return Refusal.invalid(message).asException();
  }
}

package app.tiktoktoe.views.notification;

import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;

/**
 * Where an account's notifications are pushed to.
 *
 * @param token what the push service addresses it by; 1 to 4,096 characters
 * @param platform {@code ios}, {@code android} or {@code web}
 * @param appId which application, for example {@code app.tiktoktoe.android}
 * @param registeredAt when it was last registered
 */
public record Device(String token, String platform, String appId, Instant registeredAt) {
  private static final int MAX_TOKEN = 4_096;

  /** Checks the token. */
  public Device {
    if (token.isEmpty() || token.length() > MAX_TOKEN) {
      throw new IllegalArgumentException("A device token has 1 to " + MAX_TOKEN + " characters");
    }
  }

  static Device of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    return new Device(
        fields.text("token"),
        fields.text("platform"),
        fields.text("appId"),
        fields.time("registeredAt"));
  }

  @Override
  public String toString() {
    return "Device[" + platform + " " + appId + "]";
  }
}

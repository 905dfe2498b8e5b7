package app.tiktoktoe.functions.push;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.MessagingErrorCode;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Firebase Cloud Messaging, opened at its first use. */
final class FirebaseMessages implements Messaging {
  private static final String APP = "push";
  // A Topic of Web Push has at most 32 characters.
  private static final int MAX_TOPIC = 32;

  private final String project;
  private final Optional<String> emulator;
  private @Nullable FirebaseMessaging messaging;

  /**
   * For a project.
   *
   * @param emulator the URL, without a path, of what stands in for Google
   */
  FirebaseMessages(String project, Optional<String> emulator) {
    this.project = project;
    this.emulator = emulator;
  }

  @Override
  public Outcome send(String token, PushMessage message) {
    try {
      messaging().send(encode(token, message));
      return Outcome.ACCEPTED;
    } catch (FirebaseMessagingException e) {
      return outcome(e.getMessagingErrorCode());
    }
  }

  private static Outcome outcome(@Nullable MessagingErrorCode code) {
    return switch (code) {
      case UNREGISTERED, SENDER_ID_MISMATCH -> Outcome.UNREGISTERED;
      case INVALID_ARGUMENT -> Outcome.REJECTED;
      case QUOTA_EXCEEDED, UNAVAILABLE, INTERNAL, THIRD_PARTY_AUTH_ERROR -> Outcome.TRY_LATER;
      case null -> Outcome.TRY_LATER;
    };
  }

  private static Message encode(String token, PushMessage message) {
    String key = message.collapseKey();
    return Message.builder()
        .setToken(token)
        .setNotification(
            Notification.builder().setTitle(message.title()).setBody(message.body()).build())
        .putAllData(message.data())
        .setAndroidConfig(AndroidConfig.builder().setCollapseKey(key).build())
        .setApnsConfig(
            ApnsConfig.builder()
                .putHeader("apns-collapse-id", key)
                .setAps(Aps.builder().build())
                .build())
        .setWebpushConfig(
            WebpushConfig.builder()
                .putHeader("Topic", key.substring(0, Math.min(MAX_TOPIC, key.length())))
                .build())
        .build();
  }

  private synchronized FirebaseMessaging messaging() {
    if (messaging == null) {
      messaging = FirebaseMessaging.getInstance(FirebaseApp.initializeApp(options(), APP));
    }
    return messaging;
  }

  private FirebaseOptions options() {
    FirebaseOptions.Builder options = FirebaseOptions.builder().setProjectId(project);
    if (emulator.isPresent()) {
      Date farFuture = Date.from(Instant.parse("2100-01-01T00:00:00Z"));
      return options
          .setCredentials(GoogleCredentials.create(new AccessToken("local", farFuture)))
          .setHttpTransport(new EmulatorTransport(URI.create(emulator.get())))
          .build();
    }
    try {
      return options.setCredentials(GoogleCredentials.getApplicationDefault()).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

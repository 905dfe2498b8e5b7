package app.tiktoktoe.functions.push;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.Notification;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.post.Post;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts notifications in plain words. */
final class Wording {
  private Wording() {}

  /**
   * The message for a notification.
   *
   * @param subject the recipient's post that it was done to; null when it is none or is gone
   */
  static PushMessage of(Did recipient, Notification notification, @Nullable Post subject) {
    Map<String, String> data = new HashMap<>();
    data.put("reason", notification.reason().token());
    data.put("uri", notification.uri().toString());
    data.put("authorDid", notification.author().did().value());
    data.put("authorHandle", notification.author().handle().value());
    data.put("recipientDid", recipient.value());
    data.put("notificationId", notification.id());
    if (notification.reasonSubject() != null) {
      data.put("subject", notification.reasonSubject().toString());
    }
    String body =
        notification.author().handle()
            + " "
            + did(notification.reason(), subject != null && isVideo(subject) ? "video" : "post");
    return new PushMessage(title(notification.reason()), body, notification.id(), data);
  }

  private static String title(Reason reason) {
    return switch (reason) {
      case LIKE -> "New like";
      case REPOST -> "New repost";
      case FOLLOW -> "New follower";
      case MENTION -> "New mention";
      case REPLY -> "New reply";
      case QUOTE -> "New quote";
    };
  }

  private static String did(Reason reason, String thing) {
    return switch (reason) {
      case LIKE -> "liked your " + thing;
      case REPOST -> "reposted your " + thing;
      case FOLLOW -> "followed you";
      case MENTION -> "mentioned you";
      case REPLY -> "replied to your " + thing;
      case QUOTE -> "quoted your " + thing;
    };
  }

  private static boolean isVideo(Post post) {
    JsonNode embed = post.record().path("embed");
    JsonNode media = embed.has("media") ? embed.path("media") : embed;
    return media.path("$type").asText().equals("app.bsky.embed.video");
  }
}

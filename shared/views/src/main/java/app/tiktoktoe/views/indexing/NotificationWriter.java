package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.notification.Notifications;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists notifications and takes them back, in the batch of what causes it. Thread-safe. */
final class NotificationWriter {
  private static final int ID_BYTES = 20;

  private final Notifications notifications;

  NotificationWriter(Firestore firestore) {
    this.notifications = new Notifications(firestore);
  }

  /**
   * To tell {@code recipient} of a change.
   *
   * @param subject the recipient's record that it was done to; null for a follow or a mention
   */
  record Draft(Did recipient, Reason reason, @Nullable AtUri subject) {
    NotificationEvent event(Change change) {
      return new NotificationEvent(
          recipient,
          id(reason, change.uri()),
          reason.token(),
          change.did(),
          change.uri(),
          subject,
          change.time());
    }
  }

  void put(WriteBatch batch, Change change, Draft draft) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, Fields.VERSION);
    fields.put("reason", draft.reason().token());
    fields.put("author", change.did().value());
    fields.put("card", change.actor().card().toFields());
    fields.put("uri", change.uri().toString());
    fields.put("cid", Objects.requireNonNull(change.operation().cid()).toString());
    fields.put("record", change.value().orElseThrow().toString());
    if (draft.subject() != null) {
      fields.put("reasonSubject", draft.subject().toString());
    }
    fields.put("indexedAt", Fields.timestamp(change.time()));
    fields.put("live", true);
    batch.set(notifications.document(draft.recipient(), id(draft.reason(), change.uri())), fields);
  }

  void retract(WriteBatch batch, Change change, Did recipient, Reason reason) {
    batch.set(
        notifications.document(recipient, id(reason, change.uri())),
        Map.of(
            Fields.VERSION_FIELD,
            Fields.VERSION,
            "live",
            false,
            "record",
            FieldValue.delete(),
            "card",
            FieldValue.delete(),
            "expireAt",
            change.expireAt()),
        SetOptions.merge());
  }

  static String id(Reason reason, AtUri uri) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((reason.token() + " " + uri).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.notification.Notification;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.notification.SeenMarks;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an account is told, newest first, without what comes from accounts that it mutes or blocks,
 * or that block it. {@code priority} is accepted and selects nothing.
 *
 * <p>Costs a read per notification and two more.
 */
final class ListNotifications implements XrpcMethod {
  private final ViewerSessions sessions;
  private final Notifications notifications;
  private final SeenMarks seenMarks;
  private final AccountViews views;

  ListNotifications(
      ViewerSessions sessions,
      Notifications notifications,
      SeenMarks seenMarks,
      AccountViews views) {
    this.sessions = sessions;
    this.notifications = notifications;
    this.seenMarks = seenMarks;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    SeenAt.refuseParameter(call);
    Cursor cursor = call.findText("cursor").map(ListNotifications::cursor).orElse(null);
    Viewer viewer = sessions.require(call);
    Page<Notification> page =
        page(viewer.did(), call.texts("reasons"), cursor, call.number("limit"));
    Optional<Instant> seenAt = seenMarks.find(viewer.did());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (page.next() != null) {
      answer.put("cursor", page.next().toString());
    }
    ArrayNode list = answer.putArray("notifications");
    page.items().stream()
        .filter(notification -> !viewer.ignores(notification.author().did()))
        .forEach(notification -> list.add(view(notification, viewer, seenAt)));
    answer.put("priority", false);
    seenAt.ifPresent(seen -> answer.put("seenAt", AtDatetime.format(seen)));
    return Reply.json(answer);
  }

  private static Cursor cursor(String text) {
    try {
      return Cursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
  }

  private Page<Notification> page(
      Did did, List<String> reasons, @Nullable Cursor cursor, int limit) {
    if (reasons.isEmpty()) {
      return notifications.list(did, cursor, limit);
    }
    List<Reason> known =
        Stream.of(Reason.values()).filter(reason -> reasons.contains(reason.token())).toList();
    return known.isEmpty()
        ? new Page<>(List.of(), null)
        : notifications.list(did, known, cursor, limit);
  }

  private ObjectNode view(Notification notification, Viewer viewer, Optional<Instant> seenAt) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("uri", notification.uri().toString());
    view.put("cid", notification.cid().toString());
    view.set("author", views.basic(notification.author(), viewer));
    view.put("reason", notification.reason().token());
    if (notification.reasonSubject() != null) {
      view.put("reasonSubject", notification.reasonSubject().toString());
    }
    view.set("record", notification.record());
    view.put("isRead", seenAt.filter(seen -> !notification.indexedAt().isAfter(seen)).isPresent());
    view.put("indexedAt", AtDatetime.format(notification.indexedAt()));
    view.putArray("labels");
    return view;
  }
}

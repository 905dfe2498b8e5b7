package app.tiktoktoe.functions.push;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.views.notification.Device;
import app.tiktoktoe.views.notification.Devices;
import app.tiktoktoe.views.notification.Notification;
import app.tiktoktoe.views.notification.Notifications;
import app.tiktoktoe.views.post.Post;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.post.Posts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a notification to each device of its recipient, once.
 *
 * <p>One that is no longer live is not sent. A device that is gone is forgotten. When the push
 * service is busy the message comes back, and only the devices that did not get it are tried.
 * Costs, with D devices, D + 1 reads, one for the subject, and D + 1 writes; two reads when there
 * is no device.
 */
final class PushNotification implements EventHandler {
  private final Notifications notifications;
  private final Devices devices;
  private final Posts posts;
  private final PushLedger ledger;
  private final Messaging messaging;
  private final StructuredLog log;

  PushNotification(
      Notifications notifications,
      Devices devices,
      Posts posts,
      PushLedger ledger,
      Messaging messaging,
      StructuredLog log) {
    this.notifications = notifications;
    this.devices = devices;
    this.posts = posts;
    this.ledger = ledger;
    this.messaging = messaging;
    this.log = log;
  }

  @Override
  public Handled handle(Delivery delivery) {
    NotificationEvent event = NotificationEvent.decode(delivery.data());
    Optional<Notification> live = notifications.find(event.recipient(), event.id());
    if (live.isEmpty()) {
      return Handled.done();
    }
    List<Device> targets = devices.list(event.recipient());
    return targets.isEmpty() ? Handled.done() : push(event.recipient(), live.get(), targets);
  }

  private Handled push(Did recipient, Notification notification, List<Device> targets) {
    return switch (ledger.begin(recipient, notification.id())) {
      case PushLedger.Start.Busy(Set<String> sent) ->
          unsent(targets, sent).isEmpty()
              ? Handled.done()
              : new Handled.Retry("another delivery is sending it");
      case PushLedger.Start.Held(Set<String> sent) ->
          send(recipient, notification, unsent(targets, sent));
    };
  }

  private static List<Device> unsent(List<Device> targets, Set<String> sent) {
    return targets.stream()
        .filter(device -> !sent.contains(PushLedger.hash(device.token())))
        .toList();
  }

  private Handled send(Did recipient, Notification notification, List<Device> targets) {
    if (targets.isEmpty()) {
      return Handled.done();
    }
    PushMessage message = Wording.of(recipient, notification, subject(notification));
    boolean retry = false;
    for (Device device : targets) {
      retry |= !isSettled(recipient, device, message);
    }
    if (!retry) {
      return Handled.done();
    }
    ledger.release(recipient, notification.id());
    return new Handled.Retry("the push service did not take it");
  }

  private @Nullable Post subject(Notification notification) {
    return Optional.ofNullable(notification.reasonSubject())
        .flatMap(PostKey::of)
        .map(key -> posts.find(List.of(key)).get(key))
        .orElse(null);
  }

  private boolean isSettled(Did recipient, Device device, PushMessage message) {
    switch (messaging.send(device.token(), message)) {
      case ACCEPTED -> ledger.note(recipient, message.collapseKey(), device.token());
      case UNREGISTERED -> devices.unregister(recipient, device.token());
      case REJECTED -> {
        ledger.note(recipient, message.collapseKey(), device.token());
        log.warning("push rejected", entry -> entry.put("platform", device.platform()));
      }
      case TRY_LATER -> {
        return false;
      }
    }
    return true;
  }
}

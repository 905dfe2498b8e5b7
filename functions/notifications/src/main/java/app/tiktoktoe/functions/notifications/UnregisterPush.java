package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.Devices;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.time.InstantSource;

/** Undoes {@link RegisterPush}; a device that is not registered is fine. Refuses what that does. */
final class UnregisterPush implements XrpcMethod {
  private final ViewerSessions sessions;
  private final Devices devices;
  private final Did service;
  private final InstantSource clock;

  UnregisterPush(ViewerSessions sessions, Devices devices, Did service, InstantSource clock) {
    this.sessions = sessions;
    this.devices = devices;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Reply call(Call call) {
    String token = PushRegistration.read(call, service, clock.instant()).token();
    devices.unregister(sessions.require(call).did(), token);
    return Reply.empty();
  }
}

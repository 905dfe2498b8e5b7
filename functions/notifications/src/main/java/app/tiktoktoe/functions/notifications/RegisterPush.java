package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.notification.Device;
import app.tiktoktoe.views.notification.Devices;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.time.InstantSource;

/**
 * Lets notifications reach a device. An account has at most {@link #MOST}: the one registered
 * longest ago makes room. {@code ageRestricted} is accepted and changes nothing.
 *
 * <p>Refuses {@code InvalidRequest} for another service, an unknown platform, a token or app id
 * that is empty or too long. Costs a write, and a read per device.
 */
final class RegisterPush implements XrpcMethod {
  static final int MOST = 20;

  private final ViewerSessions sessions;
  private final Devices devices;
  private final Did service;
  private final InstantSource clock;

  RegisterPush(ViewerSessions sessions, Devices devices, Did service, InstantSource clock) {
    this.sessions = sessions;
    this.devices = devices;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public Reply call(Call call) {
    Device device = PushRegistration.read(call, service, clock.instant());
    Did did = sessions.require(call).did();
    devices.register(did, device);
    devices.list(did).stream().skip(MOST).forEach(old -> devices.unregister(did, old.token()));
    return Reply.empty();
  }
}

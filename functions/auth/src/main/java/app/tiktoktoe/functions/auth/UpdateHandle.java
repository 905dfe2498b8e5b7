package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.HandleChange;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.identity.updateHandle}. */
final class UpdateHandle implements XrpcMethod {
  private final HandleChange change;

  UpdateHandle(HandleChange change) {
    this.change = change;
  }

  @Override
  public Reply call(Call call) {
    Handle wanted = Handle.parse(call.input().path("handle").textValue());
    return Done.unless(change.change(call.session(), wanted));
  }
}

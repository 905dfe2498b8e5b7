package app.tiktoktoe.functions.sync;

import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.sync.getCheckout}, which {@link GetRepo} has replaced. */
record GetCheckout(GetRepo repositories) implements XrpcMethod {
  @Override
  public Reply call(Call call) {
    return repositories.call(call);
  }
}

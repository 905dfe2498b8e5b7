package app.tiktoktoe.functions.sync;

import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.sync.getCheckout}, which {@link GetRepo} has replaced. */
final class GetCheckout implements XrpcMethod {
  private final GetRepo repositories;

  GetCheckout(GetRepo repositories) {
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    return repositories.call(call);
  }
}

package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code app.tiktoktoe.admin.unblockVideo}. */
final class UnblockVideo implements XrpcMethod {
  private final VideoBlocking blocking;

  UnblockVideo(VideoBlocking blocking) {
    this.blocking = blocking;
  }

  @Override
  public Reply call(Call call) {
    return blocking.unblock(call.session(), VideoCid.of(call.input()))
        ? new Reply.Empty()
        : VideoCid.notFound("The video is not blocked");
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the caller may upload now. Three document reads. */
final class GetUploadLimits implements XrpcMethod {
  private final Uploader uploader;
  private final Jobs jobs;

  GetUploadLimits(Uploader uploader, Jobs jobs) {
    this.uploader = uploader;
    this.jobs = jobs;
  }

  @Override
  public Reply call(Call call) {
    Caller caller = call.session();
    Allowance left = jobs.allowance(caller.did());
    Optional<Refusal> refusal = uploader.refusal(caller, 1).or(() -> exhausted(left));
    ObjectNode limits = JsonNodeFactory.instance.objectNode();
    limits.put("canUpload", refusal.isEmpty());
    limits.put("remainingDailyVideos", left.videos());
    limits.put("remainingDailyBytes", left.bytes());
    refusal.ifPresent(why -> limits.put("error", why.error()).put("message", why.message()));
    return Reply.json(limits);
  }

  private static Optional<Refusal> exhausted(Allowance left) {
    return left.covers(1)
        ? Optional.empty()
        : Optional.of(Refusal.of(UploadVideo.DAILY_LIMIT, UploadVideo.DAILY_LIMIT_MESSAGE));
  }
}

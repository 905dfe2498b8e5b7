package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the caller may still upload today. One document read. */
final class GetUploadLimits implements XrpcMethod {
  private final Jobs jobs;

  GetUploadLimits(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Reply call(Call call) {
    Allowance left = jobs.allowance(call.session().did());
    ObjectNode limits = JsonNodeFactory.instance.objectNode();
    limits.put("canUpload", left.covers(1));
    limits.put("remainingDailyVideos", left.videos());
    limits.put("remainingDailyBytes", left.bytes());
    if (!left.covers(1)) {
      limits.put("error", UploadVideo.DAILY_LIMIT);
      limits.put("message", UploadVideo.DAILY_LIMIT_MESSAGE);
    }
    return Reply.json(limits);
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Opens an upload in parts. Refuses what {@link UploadStarts} refuses, at its cost. */
final class StartUpload implements XrpcMethod {
  private final UploadStarts starts;

  StartUpload(UploadStarts starts) {
    this.starts = starts;
  }

  @Override
  public Reply call(Call call) {
    return starts.start(
        call,
        declared -> UploadPlan.inParts(declared.sizeBytes(), declared.mimeType()),
        StartUpload::answer);
  }

  private static Reply answer(Upload upload) {
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("jobId", upload.id().value())
            .put("partSizeBytes", upload.plan().partSizeBytes())
            .put("partCount", upload.plan().partCount())
            .put("expiresAt", upload.expiresAt().toString()));
  }
}

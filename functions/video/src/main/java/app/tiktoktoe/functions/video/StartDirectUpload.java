package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.Optional;

/**
 * Opens an upload whose bytes go straight into the bucket. Refuses what {@link UploadStarts}
 * refuses, at its cost.
 */
final class StartDirectUpload implements XrpcMethod {
  private final UploadStarts starts;
  private final UploadSessions sessions;
  private final ResumableUploads uploads;

  StartDirectUpload(UploadStarts starts, UploadSessions sessions, ResumableUploads uploads) {
    this.starts = starts;
    this.sessions = sessions;
    this.uploads = uploads;
  }

  @Override
  public Reply call(Call call) {
    return starts.start(
        call,
        declared -> UploadPlan.direct(declared.sizeBytes(), declared.mimeType()),
        upload -> open(upload, call.header("Origin")));
  }

  private Reply open(Upload upload, Optional<String> webOrigin) {
    URI address;
    try {
      address = uploads.open(upload, webOrigin);
    } catch (RuntimeException e) {
      sessions.abort(upload);
      throw e;
    }
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("jobId", upload.id().value())
            .put("uploadUrl", address.toString())
            .put("expiresAt", upload.expiresAt().toString()));
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.media.UploadStart;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Opens an upload whose bytes go straight into the bucket. Refuses what {@link StartUpload}
 * refuses. Four document reads and four writes.
 */
final class StartDirectUpload implements XrpcMethod {
  private final Uploader uploader;
  private final UploadSessions sessions;
  private final ResumableUploads uploads;
  private final RandomGenerator random;

  StartDirectUpload(
      Uploader uploader,
      UploadSessions sessions,
      ResumableUploads uploads,
      RandomGenerator random) {
    this.uploader = uploader;
    this.sessions = sessions;
    this.uploads = uploads;
    this.random = random;
  }

  @Override
  public Reply call(Call call) {
    Declaration declared = Declaration.of(call.input());
    Optional<Refusal> refusal =
        declared.refusal().or(() -> uploader.refusal(call.session(), declared.sizeBytes()));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    UploadPlan plan = UploadPlan.direct(declared.sizeBytes(), declared.mimeType());
    return switch (sessions.start(call.session().did(), JobId.random(random), plan)) {
      case UploadStart.Started(Upload upload) -> open(upload, call.header("Origin"));
      case UploadStart.Exhausted(var left) -> declared.beyond(left);
      case UploadStart.TooManyOpen() -> StartUpload.tooManyOpen();
    };
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

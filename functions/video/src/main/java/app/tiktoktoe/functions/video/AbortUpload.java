package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.media.UploadState;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Gives up an open upload, and what it reserved; one that has ended stays as it ended. Refuses with
 * {@code UploadNotFound} and {@code UploadNotReady}. Two document reads and four writes.
 */
final class AbortUpload implements XrpcMethod {
  private final UploadSessions sessions;
  private final Parts parts;

  AbortUpload(UploadSessions sessions, Parts parts) {
    this.sessions = sessions;
    this.parts = parts;
  }

  @Override
  public Reply call(Call call) {
    String jobId = call.input().path("jobId").textValue();
    return UploadRefusals.on(sessions, call, jobId, this::abort);
  }

  private Reply abort(Upload upload) {
    return switch (upload.state()) {
      case CREATED -> giveUp(upload);
      case FINISHING -> UploadRefusals.notReady();
      case COMPLETED -> Reply.json(json(upload.state()).put("completedJobId", upload.id().value()));
      case FAILED ->
          Reply.json(
              json(upload.state()).put("failureReason", upload.failureReason().orElseThrow()));
      case ABORTED, EXPIRED -> Reply.json(json(upload.state()));
    };
  }

  private Reply giveUp(Upload upload) {
    sessions.abort(upload);
    if (!upload.plan().isDirect()) {
      parts.delete(parts.list(upload).values());
    }
    return Reply.json(json(UploadState.ABORTED));
  }

  private static ObjectNode json(UploadState state) {
    return JsonNodeFactory.instance.objectNode().put("state", state.text());
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.media.UploadState;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;

/**
 * Which parts of an upload have come, and how it ended. Refuses with {@code UploadNotFound}. One
 * document read, two once the upload is finished.
 */
final class GetUploadStatus implements XrpcMethod {
  private final UploadSessions sessions;
  private final Parts parts;

  GetUploadStatus(UploadSessions sessions, Parts parts) {
    this.sessions = sessions;
    this.parts = parts;
  }

  @Override
  public Reply call(Call call) {
    return UploadRefusals.on(
        sessions, call, call.text("jobId"), upload -> Reply.json(status(upload)));
  }

  private ObjectNode status(Upload upload) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("jobId", upload.id().value());
    status.put("partSizeBytes", upload.plan().partSizeBytes());
    status.put("partCount", upload.plan().partCount());
    ArrayNode received = status.putArray("receivedParts");
    received(upload).forEach(received::add);
    status.put("expiresAt", upload.expiresAt().toString());
    status.put("state", upload.state().text());
    upload
        .job()
        .ifPresent(
            job ->
                status
                    .put("completedJobId", job.id().value())
                    .set("jobStatus", JobStatusJson.of(job)));
    upload.failureReason().ifPresent(reason -> status.put("failureReason", reason));
    return status;
  }

  /** Parts of an ended upload are gone, or about to go. */
  private IntStream received(Upload upload) {
    boolean isOpen =
        upload.state() == UploadState.CREATED || upload.state() == UploadState.FINISHING;
    if (isOpen && !upload.plan().isDirect()) {
      return parts.list(upload).keySet().stream().mapToInt(Integer::intValue);
    }
    return upload.state() == UploadState.COMPLETED
        ? IntStream.rangeClosed(1, upload.plan().partCount())
        : IntStream.empty();
  }
}

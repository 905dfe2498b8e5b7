package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Takes one part, or the same again. Refuses with {@code UploadNotFound}, {@code UploadExpired},
 * {@code InvalidPartNumber}, {@code PartSizeMismatch}, {@code UploadNotReady}, {@code
 * UploadFailed}, {@code UploadAborted} and {@code UploadAlreadyCompleted}. One document read.
 */
final class UploadPart implements XrpcMethod {
  private final UploadSessions sessions;
  private final Parts parts;

  UploadPart(UploadSessions sessions, Parts parts) {
    this.sessions = sessions;
    this.parts = parts;
  }

  @Override
  public Reply call(Call call) {
    return UploadRefusals.on(sessions, call, call.text("jobId"), upload -> take(upload, call));
  }

  private Reply take(Upload upload, Call call) {
    return switch (upload.state()) {
      case CREATED -> store(upload, call);
      case FINISHING -> UploadRefusals.notReady();
      case COMPLETED -> Refusal.of("UploadAlreadyCompleted", "The upload is completed");
      case FAILED -> UploadRefusals.failed(upload);
      case ABORTED -> UploadRefusals.aborted();
      case EXPIRED -> UploadRefusals.expired();
    };
  }

  private Reply store(Upload upload, Call call) {
    long number = call.parameters().path("partNumber").longValue();
    if (upload.plan().isDirect()) {
      return Refusal.of("InvalidPartNumber", "The upload goes to the address that it was given");
    }
    if (!upload.plan().has(number)) {
      return Refusal.of("InvalidPartNumber", "The parts are 1 to " + upload.plan().partCount());
    }
    long sizeBytes = upload.plan().sizeOf((int) number);
    if (call.http().getContentLength() != sizeBytes) {
      return Refusal.of("PartSizeMismatch", "The Content-Length must be " + sizeBytes);
    }
    try (InputStream in = call.body()) {
      parts.store(upload.id(), (int) number, in, sizeBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("partNumber", number)
            .put("sizeBytes", sizeBytes));
  }
}

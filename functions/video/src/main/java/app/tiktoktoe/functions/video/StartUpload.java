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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Opens an upload in parts. Refuses with {@code UnsupportedContentType}, {@code VideoTooLarge},
 * {@code VideoTooLong}, {@code BadAspectRatio}, {@code UploadForbidden} (403), {@code
 * DailyLimitExceeded} and {@code TooManyOpenUploads}. Four document reads and four writes.
 */
final class StartUpload implements XrpcMethod {
  private final Uploader uploader;
  private final UploadSessions sessions;
  private final RandomGenerator random;

  StartUpload(Uploader uploader, UploadSessions sessions, RandomGenerator random) {
    this.uploader = uploader;
    this.sessions = sessions;
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
    UploadPlan plan = UploadPlan.inParts(declared.sizeBytes(), declared.mimeType());
    return switch (sessions.start(call.session().did(), JobId.random(random), plan)) {
      case UploadStart.Started(Upload upload) -> Reply.json(answer(upload));
      case UploadStart.Exhausted(var left) -> declared.beyond(left);
      case UploadStart.TooManyOpen() -> tooManyOpen();
    };
  }

  private static ObjectNode answer(Upload upload) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("jobId", upload.id().value())
        .put("partSizeBytes", upload.plan().partSizeBytes())
        .put("partCount", upload.plan().partCount())
        .put("expiresAt", upload.expiresAt().toString());
  }

  static Refusal tooManyOpen() {
    return Refusal.of(
        "TooManyOpenUploads",
        "At most " + UploadSessions.MAX_OPEN + " uploads may be unfinished at a time");
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.media.UploadStart;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Begins uploads that take more than one request. Refuses with {@code UnsupportedContentType},
 * {@code VideoTooLarge}, {@code VideoTooLong}, {@code BadAspectRatio}, {@code UploadForbidden}
 * (403), {@code DailyLimitExceeded} and {@code TooManyOpenUploads}. Four document reads and four
 * writes. Thread-safe.
 */
final class UploadStarts {
  private final Uploader uploader;
  private final UploadSessions sessions;
  private final RandomGenerator random;

  UploadStarts(Uploader uploader, UploadSessions sessions, RandomGenerator random) {
    this.uploader = uploader;
    this.sessions = sessions;
    this.random = random;
  }

  /** Begins what the call declares, by {@code plan}; {@code answer} says what was begun. */
  Reply start(
      Call call, Function<Declaration, UploadPlan> plan, Function<Upload, ? extends Reply> answer) {
    Declaration declared = Declaration.of(call.input());
    Optional<Refusal> refusal =
        declared.refusal().or(() -> uploader.refusal(call.session(), declared.sizeBytes()));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    JobId id = JobId.random(random);
    return switch (sessions.start(call.session().did(), id, plan.apply(declared))) {
      case UploadStart.Started(Upload upload) -> answer.apply(upload);
      case UploadStart.Exhausted(var left) -> declared.beyond(left);
      case UploadStart.TooManyOpen() -> tooManyOpen();
    };
  }

  private static Refusal tooManyOpen() {
    return Refusal.of(
        "TooManyOpenUploads",
        "At most " + UploadSessions.MAX_OPEN + " uploads may be unfinished at a time");
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.functions.video.Originals.Stored;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.media.Opening;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Takes a video of up to {@link #LIMIT_BYTES}. The job exists before the first byte is stored, and
 * the object only after the last: whatever breaks off leaves a failed job and nothing else. The
 * same file again is not made again: its job is completed at once, with the blob of the first.
 *
 * <p>Refuses with {@code InvalidRequest} (another account's {@code did}, not a video, empty),
 * {@code PayloadTooLarge} (413), {@code UploadForbidden} (403) and {@code DailyLimitExceeded}. Four
 * document reads, two written; for a file that is known five and four.
 */
final class UploadVideo implements XrpcMethod {
  /** What one request to a function can carry, less its headers. */
  static final long LIMIT_BYTES = 32L * 1024 * 1024 - 64 * 1024;

  static final String DAILY_LIMIT = "DailyLimitExceeded";
  static final String DAILY_LIMIT_MESSAGE = "The daily upload limit is reached";

  private static final long DRAINED_BYTES = 2 * LIMIT_BYTES;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Uploader uploader;
  private final Jobs jobs;
  private final Originals originals;
  private final KnownVideos known;
  private final RandomGenerator random;

  UploadVideo(
      Uploader uploader,
      Jobs jobs,
      Originals originals,
      KnownVideos known,
      RandomGenerator random) {
    this.uploader = uploader;
    this.jobs = jobs;
    this.originals = originals;
    this.known = known;
    this.random = random;
  }

  @Override
  public Reply call(Call call) {
    Optional<Refusal> refusal =
        refusal(call)
            .or(
                () ->
                    uploader.refusal(call.session(), Math.max(1, call.http().getContentLength())));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    long declared = call.http().getContentLength();
    Did did = call.session().did();
    return switch (jobs.open(did, JobId.random(random), declared < 0 ? LIMIT_BYTES : declared)) {
      case Opening.Exhausted exhausted -> Refusal.of(DAILY_LIMIT, DAILY_LIMIT_MESSAGE);
      case Opening.Opened(Job job) -> store(job, call);
    };
  }

  private static Optional<Refusal> refusal(Call call) {
    Optional<String> did = call.http().getFirstQueryParameter("did");
    if (did.isPresent() && !did.get().equals(call.session().did().value())) {
      return Optional.of(Refusal.invalid("did is not the account of the session"));
    }
    String type = call.contentType().orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("video/")) {
      return Optional.of(Refusal.invalid("Wrong request encoding (Content-Type): " + type));
    }
    if (call.http().getContentLength() > LIMIT_BYTES) {
      drain(call);
      return Optional.of(tooLarge());
    }
    return call.http().getContentLength() == 0 ? Optional.of(empty()) : Optional.empty();
  }

  private static void drain(Call call) {
    try (InputStream in = call.body()) {
      drain(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that still sends does not read: it would see a broken connection, not the answer. */
  private static void drain(InputStream in) throws IOException {
    long left = DRAINED_BYTES;
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = in.read(buffer);
    while (count > 0 && left > 0) {
      left -= count;
      count = in.read(buffer);
    }
  }

  private Reply store(Job job, Call call) {
    Stored stored;
    try (InputStream in = call.body()) {
      String mimeType = call.contentType().orElseThrow();
      stored =
          originals.store(
              job.original(), mimeType, in, LIMIT_BYTES, cid -> known.find(job.did(), cid));
      if (stored instanceof Stored.TooLarge) {
        drain(in);
      }
    } catch (IOException | RuntimeException e) {
      throw brokenOff(job, e);
    }
    return switch (stored) {
      case Stored.Whole() -> Reply.json(answer(JobStatusJson.of(job)));
      case Stored.Known(VideoBlob blob) -> Reply.json(answer(again(job, blob)));
      case Stored.Empty() -> refused(job, empty());
      case Stored.TooLarge() -> refused(job, tooLarge());
    };
  }

  private RuntimeException brokenOff(Job job, Exception cause) {
    RuntimeException fault =
        cause instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) cause;
    try {
      jobs.failUpload(job, "The upload broke off");
    } catch (RuntimeException e) {
      fault.addSuppressed(e);
    }
    return fault;
  }

  private Refusal refused(Job job, Refusal refusal) {
    jobs.failUpload(job, refusal.message());
    return refusal;
  }

  /** The lexicon's answer, and beside it the bare status that the official app reads. */
  private static ObjectNode answer(ObjectNode status) {
    ObjectNode answer = status.deepCopy();
    answer.set("jobStatus", status);
    return answer;
  }

  /** In the words of the official service, which calls this an error and says the blob. */
  private ObjectNode again(Job job, VideoBlob blob) {
    return JobStatusJson.of(jobs.completeWith(job, blob))
        .put("error", "already_exists")
        .put("message", "Video already processed");
  }

  private static Refusal empty() {
    return Refusal.invalid("A request body is expected but none was provided");
  }

  private static Refusal tooLarge() {
    return Refusal.of(
        Refusal.Kind.TOO_LARGE,
        "PayloadTooLarge",
        "One request carries at most "
            + LIMIT_BYTES
            + " bytes; larger videos are uploaded in parts: app.bsky.video.startUpload");
  }
}

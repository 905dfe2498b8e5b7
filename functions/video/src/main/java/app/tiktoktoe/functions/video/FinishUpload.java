package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.Upload;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.storage.BlobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the original of the parts, which starts the worker; a call again answers the same. Refuses
 * with {@code UploadNotFound}, {@code UploadExpired}, {@code MissingParts}, {@code UploadNotReady},
 * {@code UnsupportedContentType}, {@code UploadFailed} and {@code UploadAborted}. Two document
 * reads and four writes.
 */
final class FinishUpload implements XrpcMethod {
  private static final String UNSUPPORTED = "The file is not a video of a kind that is supported";

  private final UploadSessions sessions;
  private final Parts parts;

  FinishUpload(UploadSessions sessions, Parts parts) {
    this.sessions = sessions;
    this.parts = parts;
  }

  @Override
  public Reply call(Call call) {
    String jobId = call.input().path("jobId").textValue();
    return UploadRefusals.on(sessions, call, jobId, this::finish);
  }

  private Reply finish(Upload upload) {
    return switch (upload.state()) {
      case CREATED -> upload.plan().isDirect() ? completeDirect(upload) : completeParts(upload);
      case FINISHING -> UploadRefusals.notReady();
      case COMPLETED ->
          answer(upload.isSettled() ? upload.job().orElseThrow() : sessions.complete(upload));
      case FAILED -> UploadRefusals.failed(upload);
      case ABORTED -> UploadRefusals.aborted();
      case EXPIRED -> UploadRefusals.expired();
    };
  }

  private Reply completeDirect(Upload upload) {
    return parts.hasOriginal(upload) ? answer(sessions.complete(upload)) : missing("1");
  }

  private Reply completeParts(Upload upload) {
    SortedMap<Integer, BlobId> found = parts.list(upload);
    if (found.size() < upload.plan().partCount()) {
      return missing(
          IntStream.rangeClosed(1, upload.plan().partCount())
              .filter(number -> !found.containsKey(number))
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", ")));
    }
    List<BlobId> sources = List.copyOf(found.values());
    if (!VideoTypes.begins(head(sources.getFirst()))) {
      sessions.fail(upload, UNSUPPORTED);
      parts.delete(sources);
      return Refusal.of("UnsupportedContentType", UNSUPPORTED);
    }
    return compose(sessions.begin(upload), sources);
  }

  private byte[] head(BlobId part) {
    try {
      return parts.head(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply compose(Upload upload, List<BlobId> sources) {
    boolean composed = false;
    try {
      composed = parts.compose(upload, sources);
    } finally {
      if (!composed) {
        sessions.reopen(upload);
      }
    }
    if (!composed) {
      return UploadRefusals.notReady();
    }
    Job job = sessions.complete(upload);
    parts.delete(sources);
    return answer(job);
  }

  private static Reply missing(String numbers) {
    return Refusal.of("MissingParts", "Missing parts: " + numbers);
  }

  private static Reply answer(Job job) {
    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("completedJobId", job.id().value())
            .set("jobStatus", JobStatusJson.of(job)));
  }
}

package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobState;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code app.bsky.video.defs#jobStatus}. */
final class JobStatusJson {
  private JobStatusJson() {}

  static ObjectNode of(Job job) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("jobId", job.id().value());
    status.put("did", job.did().value());
    status.put("state", job.state().text());
    if (job.state() != JobState.FAILED) {
      status.put("progress", job.progress());
    }
    job.blob().ifPresent(blob -> status.set("blob", blob.json()));
    job.failure()
        .ifPresent(
            failure ->
                status
                    .put("error", failure.message())
                    .put("failureCode", failure.code().text())
                    .put("message", failure.message()));
    return status;
  }
}

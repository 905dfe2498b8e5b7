package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Jobs;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** How far a job is. One document read. {@code InvalidRequest} for a job that does not exist. */
final class GetJobStatus implements XrpcMethod {
  private final Jobs jobs;

  GetJobStatus(Jobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public Reply call(Call call) {
    return JobId.find(call.text("jobId"))
        .flatMap(jobs::find)
        .<Reply>map(
            job ->
                Reply.json(
                    JsonNodeFactory.instance.objectNode().set("jobStatus", JobStatusJson.of(job))))
        .orElse(Refusal.invalid("There is no such job"));
  }
}

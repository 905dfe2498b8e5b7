package app.tiktoktoe.functions.posting;

import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code com.atproto.repo.deleteRecord}. An absent record is answered without a commit. */
final class DeleteRecord implements XrpcMethod {
  private final Writer writer;

  DeleteRecord(Writer writer) {
    this.writer = writer;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode input = call.input();
    RecordWrite delete =
        new RecordWrite.Delete(
            Inputs.collection(input), Inputs.rkey(input), Inputs.swapRecord(input));
    WriteRequest request =
        new WriteRequest(
            call.session().did(),
            List.of(delete),
            Inputs.swapCommit(input),
            false,
            call.session().issuedAt());
    return writer.write(request, cids -> Answers.empty());
  }
}

package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.functions.posting.RecordCheck.Checked;
import app.tiktoktoe.functions.posting.RecordCheck.Level;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code com.atproto.repo.putRecord}. The same record again is answered without a commit. */
final class PutRecord implements XrpcMethod {
  private final RecordCheck check;
  private final Writer writer;

  PutRecord(RecordCheck check, Writer writer) {
    this.check = check;
    this.writer = writer;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode input = call.input();
    Nsid collection = Inputs.collection(input);
    RecordKey rkey = Inputs.rkey(input);
    Checked checked = check.check(Level.of(input), collection, rkey, input.path("record"));
    Did did = call.session().did();
    WriteRequest request =
        new WriteRequest(
            did,
            List.of(
                new RecordWrite.Put(collection, rkey, checked.record(), Inputs.swapRecord(input))),
            Inputs.swapCommit(input),
            false,
            call.session().issuedAt());
    return writer.write(
        request,
        cids ->
            Answers.written(
                AtUri.of(did, collection, rkey), cids.getFirst().orElseThrow(), checked));
  }
}

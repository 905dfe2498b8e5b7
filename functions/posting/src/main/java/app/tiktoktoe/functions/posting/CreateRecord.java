package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.functions.posting.RecordCheck.Checked;
import app.tiktoktoe.functions.posting.RecordCheck.Level;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * {@code com.atproto.repo.createRecord}. A like, repost, follow or block replaces an older one of
 * the same subject, unless {@code validate} is false.
 */
final class CreateRecord implements XrpcMethod {
  private final RecordCheck check;
  private final Writer writer;
  private final TidClock keys;

  CreateRecord(RecordCheck check, Writer writer, TidClock keys) {
    this.check = check;
    this.writer = writer;
    this.keys = keys;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode input = call.input();
    Nsid collection = Inputs.collection(input);
    RecordKey rkey =
        input.hasNonNull("rkey") ? Inputs.rkey(input) : RecordKey.parse(keys.next(null).toString());
    Level level = Level.of(input);
    Checked checked = check.check(level, collection, rkey, input.path("record"));
    Did did = call.session().did();
    WriteRequest request =
        new WriteRequest(
            did,
            List.of(new RecordWrite.Create(collection, rkey, checked.record())),
            Inputs.swapCommit(input),
            level != Level.NONE,
            call.session().issuedAt());
    return writer.write(
        request,
        cids ->
            Answers.written(
                AtUri.of(did, collection, rkey), cids.getFirst().orElseThrow(), checked));
  }
}

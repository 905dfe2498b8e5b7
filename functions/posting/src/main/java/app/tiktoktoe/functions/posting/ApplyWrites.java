package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.functions.posting.RecordCheck.Checked;
import app.tiktoktoe.functions.posting.RecordCheck.Level;
import app.tiktoktoe.repository.RecordWrite;
import app.tiktoktoe.repository.SwapRecord;
import app.tiktoktoe.repository.WriteRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code com.atproto.repo.applyWrites}: up to 200 writes in one commit, or none. */
final class ApplyWrites implements XrpcMethod {
  private static final String NSID = "com.atproto.repo.applyWrites";

  private final RecordCheck check;
  private final Writer writer;
  private final TidClock keys;

  ApplyWrites(RecordCheck check, Writer writer, TidClock keys) {
    this.check = check;
    this.writer = writer;
    this.keys = keys;
  }

  /** A write and how its result is named. */
  private record Item(RecordWrite write, String resultType, Optional<Checked> checked) {}

  @Override
  public Reply call(Call call) {
    ObjectNode input = call.input();
    JsonNode writes = input.path("writes");
    if (writes.isEmpty()) {
      return Refusal.invalid("No writes");
    }
    if (writes.size() > WriteRequest.MAX_WRITES) {
      return Refusal.invalid("Too many writes. Max: " + WriteRequest.MAX_WRITES);
    }
    Level level = Level.of(input);
    List<Item> items = new ArrayList<>();
    writes.forEach(write -> items.add(item(level, write)));
    Did did = call.session().did();
    WriteRequest request =
        new WriteRequest(
            did,
            items.stream().map(Item::write).toList(),
            Inputs.swapCommit(input),
            false,
            call.session().issuedAt());
    return writer.write(request, cids -> answer(did, items, cids));
  }

  private Item item(Level level, JsonNode write) {
    Nsid collection = Inputs.collection(write);
    String type = write.path("$type").asText();
    return switch (type.substring(type.indexOf('#') + 1)) {
      case "create" -> {
        RecordKey rkey =
            write.hasNonNull("rkey")
                ? Inputs.rkey(write)
                : RecordKey.parse(keys.next(null).toString());
        Checked checked = check.check(level, collection, rkey, write.path("value"));
        yield new Item(
            new RecordWrite.Create(collection, rkey, checked.record()),
            "createResult",
            Optional.of(checked));
      }
      case "update" -> {
        RecordKey rkey = Inputs.rkey(write);
        Checked checked = check.check(level, collection, rkey, write.path("value"));
        yield new Item(
            new RecordWrite.Update(collection, rkey, checked.record()),
            "updateResult",
            Optional.of(checked));
      }
      case "delete" ->
          new Item(
              new RecordWrite.Delete(collection, Inputs.rkey(write), SwapRecord.any()),
              "deleteResult",
              Optional.empty());
      default -> throw Refusal.invalid("Action not supported: " + type).asException();
    };
  }

  private static ObjectNode answer(Did did, List<Item> items, List<Optional<Cid>> cids) {
    ObjectNode answer = Answers.empty();
    ArrayNode results = answer.putArray("results");
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      ObjectNode result = results.addObject().put("$type", NSID + "#" + item.resultType());
      if (item.checked().isPresent()) {
        AtUri uri = AtUri.of(did, item.write().collection(), item.write().rkey());
        result.setAll(Answers.written(uri, cids.get(i).orElseThrow(), item.checked().get()));
      }
    }
    return answer;
  }
}

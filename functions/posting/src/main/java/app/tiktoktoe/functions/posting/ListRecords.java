package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.repository.RecordPage;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.StoredRecord;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.repo.listRecords}: the largest key first, unless reversed. */
final class ListRecords implements XrpcMethod {
  private final RepoNames names;
  private final Repositories repositories;

  ListRecords(RepoNames names, Repositories repositories) {
    this.names = names;
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    Nsid collection = Nsid.parse(call.text("collection"));
    RecordPage.Range range =
        new RecordPage.Range(
            call.number("limit"),
            call.findText("cursor").map(ListRecords::cursor),
            call.parameters().path("reverse").asBoolean());
    Optional<Did> did = names.find(call.text("repo"));
    Optional<RecordPage> page =
        did.flatMap(account -> repositories.records(account, collection, range));
    return page.isEmpty()
        ? Refusal.invalid("Could not find repo: " + call.text("repo"))
        : Reply.json(answer(did.orElseThrow(), collection, page.get()));
  }

  private static RecordKey cursor(String text) {
    if (!RecordKey.isValid(text)) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
    return RecordKey.parse(text);
  }

  private static ObjectNode answer(Did did, Nsid collection, RecordPage page) {
    ObjectNode answer = Answers.empty();
    page.cursor().ifPresent(cursor -> answer.put("cursor", cursor.toString()));
    ArrayNode records = answer.putArray("records");
    for (StoredRecord record : page.records()) {
      records
          .addObject()
          .put("uri", AtUri.of(did, collection, record.rkey()).toString())
          .put("cid", record.cid().toString())
          .set("value", record.value());
    }
    return answer;
  }
}

package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.StoredRecord;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** {@code com.atproto.repo.getRecord}. */
final class GetRecord implements XrpcMethod {
  private final RepoNames names;
  private final Repositories repositories;

  GetRecord(RepoNames names, Repositories repositories) {
    this.names = names;
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    Nsid collection = Nsid.parse(call.text("collection"));
    RecordKey rkey = RecordKey.parse(call.text("rkey"));
    Optional<Did> did = names.find(call.text("repo"));
    Optional<StoredRecord> record =
        did.flatMap(account -> repositories.record(account, collection, rkey))
            .filter(found -> isVersion(found, call.findText("cid")));
    if (record.isEmpty()) {
      return Refusal.of(
          "RecordNotFound",
          "Could not locate record: at://%s/%s/%s".formatted(call.text("repo"), collection, rkey));
    }
    return Reply.json(
        Answers.empty()
            .put("uri", AtUri.of(did.orElseThrow(), collection, rkey).toString())
            .put("cid", record.get().cid().toString())
            .set("value", record.get().value()));
  }

  private static boolean isVersion(StoredRecord record, Optional<String> cid) {
    return cid.isEmpty() || cid.get().equals(record.cid().toString());
  }
}

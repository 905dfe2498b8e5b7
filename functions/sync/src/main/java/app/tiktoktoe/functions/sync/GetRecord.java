package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.repository.Export;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.sync.getRecord}: a record with its proof, or the proof that there is none. */
final class GetRecord implements XrpcMethod {
  private final RepoAccess access;
  private final RepositoryExports exports;

  GetRecord(RepoAccess access, RepositoryExports exports) {
    this.access = access;
    this.exports = exports;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    Nsid collection = Nsid.parse(call.text("collection"));
    RecordKey rkey = RecordKey.parse(call.text("rkey"));
    return switch (exports.proof(did, collection, rkey, access.of(call))) {
      case Export.Blocks blocks -> CarReplies.of(blocks);
      case Export.NotServed(var repository) -> RepoAccess.inactive(did, repository.status());
      case Export.RepoNotFound() -> RepoAccess.notFound(did);
      case Export.TooLarge large -> throw new IllegalStateException("a proof is small");
      case Export.BlocksNotFound missing -> throw new IllegalStateException("no block was named");
    };
  }
}

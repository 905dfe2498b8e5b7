package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.repository.Export;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.List;

/** {@code com.atproto.sync.getBlocks}: blocks of the present commit, by their CIDs. */
final class GetBlocks implements XrpcMethod {
  /** So many records of the largest size are still an answer that a function may give. */
  private static final int MAX_CIDS = 100;

  private final RepoAccess access;
  private final RepositoryExports exports;

  GetBlocks(RepoAccess access, RepositoryExports exports) {
    this.access = access;
    this.exports = exports;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    List<Cid> cids = call.texts("cids").stream().distinct().map(GetBlocks::cid).toList();
    if (cids.size() > MAX_CIDS) {
      return Refusal.invalid("At most " + MAX_CIDS + " cids at a time");
    }
    return switch (exports.blocks(did, cids, access.of(call), GetRepo.MAX_BYTES)) {
      case Export.Blocks blocks -> CarReplies.withoutRoot(blocks);
      case Export.BlocksNotFound missing -> CarReplies.missing(missing);
      case Export.NotServed(var repository) -> RepoAccess.inactive(did, repository.status());
      case Export.RepoNotFound() -> RepoAccess.notFound(did);
      case Export.TooLarge large ->
          Refusal.invalid("These blocks are too large together: ask for fewer");
    };
  }

  /** A CID of another kind is valid, but no block of ours has it. */
  private static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (InvalidSyntaxException e) {
      throw Refusal.of("BlockNotFound", "Could not find cids: " + text).asException();
    }
  }
}

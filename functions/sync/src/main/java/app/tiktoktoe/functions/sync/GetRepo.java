package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.repository.Export;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** {@code com.atproto.sync.getRepo}: a repository as a CAR, or what came after a revision. */
record GetRepo(RepoAccess access, RepositoryExports exports) implements XrpcMethod {
  /** Below what a function may answer. */
  static final long MAX_BYTES = 8_000_000;

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    Optional<Tid> since = call.findText("since").map(Tid::parse);
    Export export =
        since.isPresent()
            ? exports.since(did, since.get(), access.of(call), MAX_BYTES)
            : exports.whole(did, access.of(call), MAX_BYTES);
    return switch (export) {
      case Export.Blocks blocks -> CarReplies.of(blocks);
      case Export.NotServed(var repository) -> RepoAccess.inactive(did, repository.status());
      case Export.RepoNotFound() -> RepoAccess.notFound(did);
      case Export.TooLarge large -> Refusal.invalid("The repository is too large");
      case Export.BlocksNotFound missing -> throw new IllegalStateException("no block was named");
    };
  }
}

package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.repository.Export;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.repository.RepositorySnapshots;
import app.tiktoktoe.repository.RepositorySnapshots.Snapshot;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code com.atproto.sync.getRepo}: a repository as a CAR, or what came after a revision. What is
 * too large for a function's answer, or too many documents for one call, is at another address.
 */
final class GetRepo implements XrpcMethod {
  /** Below what a function may answer. */
  static final long MAX_BYTES = 8_000_000;

  /** So many keys are in the head itself. */
  private static final long MAX_RECORDS = 1_000;

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(10);

  private final RepoAccess access;
  private final RepositoryExports exports;
  private final RepositorySnapshots snapshots;

  GetRepo(RepoAccess access, RepositoryExports exports, RepositorySnapshots snapshots) {
    this.access = access;
    this.exports = exports;
    this.snapshots = snapshots;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    Optional<Tid> since = call.findText("since").map(Tid::parse);
    Export export =
        since.isPresent()
            ? exports.since(did, since.get(), access.of(call), MAX_BYTES)
            : exports.whole(did, access.of(call), MAX_RECORDS, MAX_BYTES);
    return switch (export) {
      case Export.Blocks blocks -> CarReplies.of(blocks);
      case Export.NotServed(var repository) -> RepoAccess.inactive(did, repository.status());
      case Export.RepoNotFound() -> RepoAccess.notFound(did);
      case Export.TooLarge large -> snapshot(call, did);
      case Export.BlocksNotFound missing -> throw new IllegalStateException("no block was named");
    };
  }

  private Reply snapshot(Call call, Did did) {
    return switch (snapshots.latest(did, access.of(call))) {
      case Snapshot.At(URI address, Tid rev) -> new Reply.Redirect(address, Map.of());
      case Snapshot.NotServed(var repository) -> RepoAccess.inactive(did, repository.status());
      case Snapshot.RepoNotFound() -> RepoAccess.notFound(did);
      case Snapshot.Busy() ->
          Refusal.unavailable("The repository is being exported: try again", BUSY_PAUSE);
    };
  }
}

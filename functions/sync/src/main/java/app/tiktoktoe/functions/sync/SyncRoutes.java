package app.tiktoktoe.functions.sync;

import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryExports;
import app.tiktoktoe.repository.RepositoryList;
import app.tiktoktoe.repository.RepositorySnapshots;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import java.util.List;

/** The methods of {@code sync}, one line each. */
final class SyncRoutes {
  private SyncRoutes() {}

  static List<Route> of(
      Repositories repositories,
      RepositoryList list,
      RepositoryExports exports,
      RepositorySnapshots snapshots,
      BlobStore blobs,
      BlobSource source) {
    RepoAccess access = new RepoAccess(repositories);
    GetRepo getRepo = new GetRepo(access, exports, snapshots);
    return List.of(
        Route.method("com.atproto.sync.getBlob", Auth.OPTIONAL, new GetBlob(access, blobs, source)),
        Route.method("com.atproto.sync.getBlocks", Auth.OPTIONAL, new GetBlocks(access, exports)),
        Route.method("com.atproto.sync.getCheckout", Auth.OPTIONAL, new GetCheckout(getRepo)),
        Route.method("com.atproto.sync.getHead", Auth.OPTIONAL, new GetHead(access)),
        Route.method(
            "com.atproto.sync.getLatestCommit", Auth.OPTIONAL, new GetLatestCommit(access)),
        Route.method("com.atproto.sync.getRecord", Auth.OPTIONAL, new GetRecord(access, exports)),
        Route.method("com.atproto.sync.getRepo", Auth.OPTIONAL, getRepo),
        Route.method(
            "com.atproto.sync.getRepoStatus", Auth.PUBLIC, new GetRepoStatus(repositories)),
        Route.method("com.atproto.sync.listBlobs", Auth.OPTIONAL, new ListBlobs(access, blobs)),
        Route.method("com.atproto.sync.listRepos", Auth.PUBLIC, new ListRepos(list)));
  }
}

package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryImports;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import java.util.List;

/** The methods of {@code posting}, one line each. */
final class PostingRoutes {
  private static final int MAX_INPUT_BYTES = 1_000_000;

  /** The largest request that reaches a function. */
  private static final long MAX_IMPORT_BYTES = 32 * 1024 * 1024;

  private static final int MAX_IMPORTED_RECORDS = 100_000;

  private PostingRoutes() {}

  static List<Route> of(
      Repositories repositories,
      RepositoryImports imports,
      BlobStore blobs,
      BlobAllowance allowance,
      EventPublisher publisher,
      Directory directory,
      Lexicons lexicons,
      TidClock keys,
      long blobLimitBytes) {
    RecordCheck check = new RecordCheck(lexicons);
    Writer writer = new Writer(repositories, publisher);
    RepoNames names = new RepoNames(directory);
    BlobUploader uploader = new BlobUploader(repositories);
    return List.of(
        Route.method(
            "app.tiktoktoe.repo.getUploadLimits",
            Auth.UPLOAD,
            new GetUploadLimits(uploader, allowance, blobLimitBytes)),
        Route.method(
                "com.atproto.repo.applyWrites", Auth.OWNER, new ApplyWrites(check, writer, keys))
            .withMaxInput(MAX_INPUT_BYTES),
        Route.method(
                "com.atproto.repo.createRecord", Auth.OWNER, new CreateRecord(check, writer, keys))
            .withMaxInput(MAX_INPUT_BYTES),
        Route.method("com.atproto.repo.deleteRecord", Auth.OWNER, new DeleteRecord(writer)),
        Route.method(
            "com.atproto.repo.describeRepo", Auth.PUBLIC, new DescribeRepo(names, repositories)),
        Route.method("com.atproto.repo.getRecord", Auth.PUBLIC, new GetRecord(names, repositories)),
        Route.method(
            "com.atproto.repo.importRepo",
            Auth.FULL,
            new ImportRepo(imports, new RepoCar.Limits(MAX_IMPORT_BYTES, MAX_IMPORTED_RECORDS))),
        Route.method(
            "com.atproto.repo.listMissingBlobs",
            Auth.AUTHENTICATED,
            new ListMissingBlobs(repositories, blobs)),
        Route.method(
            "com.atproto.repo.listRecords", Auth.PUBLIC, new ListRecords(names, repositories)),
        Route.method("com.atproto.repo.putRecord", Auth.OWNER, new PutRecord(check, writer))
            .withMaxInput(MAX_INPUT_BYTES),
        Route.method(
            "com.atproto.repo.uploadBlob",
            Auth.UPLOAD,
            new UploadBlob(uploader, allowance, blobs, blobLimitBytes)));
  }
}

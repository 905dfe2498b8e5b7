package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.repository.BlobLookup;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * {@code com.atproto.sync.getBlob}: the bytes of a blob that a record refers to. What is too large
 * for a function's answer is redirected to a signed address, where addresses can be signed.
 */
final class GetBlob implements XrpcMethod {
  private static final long MAX_STREAMED_BYTES = 8_000_000;

  private final BlobStore blobs;
  private final BlobSource source;

  GetBlob(BlobStore blobs, BlobSource source) {
    this.blobs = blobs;
    this.source = source;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    Optional<Cid> cid = cid(call.text("cid"));
    if (cid.isEmpty()) {
      return notFound();
    }
    return switch (blobs.find(did, cid.get())) {
      case BlobLookup.Found found -> content(found);
      case BlobLookup.BlobNotFound() -> notFound();
      case BlobLookup.RepoNotFound() -> repoNotFound(did);
      case BlobLookup.RepoInactive(RepositoryStatus status) -> inactive(did, status);
    };
  }

  /** A CID of another kind is valid, but no blob of ours has it. */
  private static Optional<Cid> cid(String text) {
    try {
      return Optional.of(Cid.parse(text));
    } catch (InvalidSyntaxException e) {
      return Optional.empty();
    }
  }

  private Reply content(BlobLookup.Found blob) {
    if (blob.sizeBytes() > MAX_STREAMED_BYTES) {
      var address = source.address(blob);
      if (address.isPresent()) {
        return new Reply.Redirect(address.get(), Map.of());
      }
    }
    Map<String, String> headers =
        Map.of(
            "Content-Length",
            Long.toString(blob.sizeBytes()),
            "Content-Disposition",
            "attachment; filename=\"" + blob.cid() + "\"",
            "Content-Security-Policy",
            "default-src 'none'; sandbox",
            "X-Content-Type-Options",
            "nosniff");
    return new Reply.Content(
        blob.mimeType(),
        headers,
        out -> {
          try (InputStream in = source.open(blob)) {
            in.transferTo(out);
          }
        });
  }

  private static Refusal notFound() {
    return Refusal.of("BlobNotFound", "Blob not found");
  }

  private static Refusal repoNotFound(Did did) {
    return Refusal.of("RepoNotFound", "Could not find repo for DID: " + did);
  }

  private static Refusal inactive(Did did, RepositoryStatus status) {
    return switch (status) {
      case ACTIVE -> throw new IllegalStateException("an active repository is served");
      case TAKENDOWN -> Refusal.of("RepoTakendown", "Repo has been taken down: " + did);
      case SUSPENDED -> Refusal.of("RepoSuspended", "Repo is suspended: " + did);
      case DEACTIVATED -> Refusal.of("RepoDeactivated", "Repo has been deactivated: " + did);
      case DELETED -> repoNotFound(did);
    };
  }
}

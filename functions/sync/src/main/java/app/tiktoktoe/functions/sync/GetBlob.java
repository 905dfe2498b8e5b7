package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.functions.sync.ByteRange.Asked;
import app.tiktoktoe.repository.BlobLookup;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code com.atproto.sync.getBlob}: the bytes of a blob that a record refers to. What is too large
 * for a function's answer is redirected to a signed address, where addresses can be signed.
 */
final class GetBlob implements XrpcMethod {
  private static final long MAX_STREAMED_BYTES = 8_000_000;

  private final RepoAccess access;
  private final BlobStore blobs;
  private final BlobSource source;

  GetBlob(RepoAccess access, BlobStore blobs, BlobSource source) {
    this.access = access;
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
    return switch (blobs.find(did, cid.get(), status -> access.serves(call, did, status))) {
      case BlobLookup.Found found -> content(call, found);
      case BlobLookup.BlobNotFound() -> notFound();
      case BlobLookup.RepoNotFound() -> RepoAccess.notFound(did);
      case BlobLookup.RepoInactive(RepositoryStatus status) -> RepoAccess.inactive(did, status);
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

  private Reply content(Call call, BlobLookup.Found blob) {
    if (blob.sizeBytes() > MAX_STREAMED_BYTES) {
      var address = source.address(blob);
      if (address.isPresent()) {
        return new Reply.Redirect(address.get(), Map.of());
      }
    }
    return switch (ByteRange.of(call.header("Range"), blob.sizeBytes())) {
      case Asked.All() ->
          new Reply.Content(
              blob.mimeType(),
              headers(blob, blob.sizeBytes()),
              out -> copy(source.open(blob), out));
      case Asked.Part(ByteRange range) -> part(blob, range);
      case Asked.Unsatisfiable() ->
          Refusal.of(
              Refusal.Kind.RANGE, "InvalidRange", "The blob has " + blob.sizeBytes() + " bytes");
    };
  }

  private Reply part(BlobLookup.Found blob, ByteRange range) {
    Map<String, String> headers = headers(blob, range.length());
    headers.put(
        "Content-Range", "bytes %d-%d/%d".formatted(range.first(), range.last(), blob.sizeBytes()));
    return new Reply.Part(blob.mimeType(), headers, out -> copy(source.open(blob, range), out));
  }

  private static void copy(InputStream bytes, OutputStream out) throws IOException {
    try (bytes) {
      bytes.transferTo(out);
    }
  }

  private static Map<String, String> headers(BlobLookup.Found blob, long length) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Length", Long.toString(length));
    headers.put("Content-Disposition", "attachment; filename=\"" + blob.cid() + "\"");
    headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
    headers.put("X-Content-Type-Options", "nosniff");
    return headers;
  }

  private static Refusal notFound() {
    return Refusal.of("BlobNotFound", "Blob not found");
  }
}

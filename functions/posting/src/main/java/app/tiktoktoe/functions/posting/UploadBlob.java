package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobAllowance.Taking;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.BlobUpload;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * {@code com.atproto.repo.uploadBlob}: the bytes become a blob that a record may refer to. Its
 * media type is what the first bytes show, where they show one; otherwise what the client says.
 *
 * <p>Refuses with {@code InvalidRequest}, {@code PayloadTooLarge} (413), {@code RateLimitExceeded}
 * (429, the day's files or bytes are used) and {@code UploadForbidden} (403, no room is left), all
 * before a byte is stored unless the client does not say how many there are. Three document reads,
 * and one more per thousand blobs; two written, and for bytes that were there already one more
 * read.
 */
final class UploadBlob implements XrpcMethod {
  private final BlobUploader uploader;
  private final BlobAllowance allowance;
  private final BlobStore blobs;
  private final long limitBytes;

  UploadBlob(BlobUploader uploader, BlobAllowance allowance, BlobStore blobs, long limitBytes) {
    this.uploader = uploader;
    this.allowance = allowance;
    this.blobs = blobs;
    this.limitBytes = limitBytes;
  }

  @Override
  public Reply call(Call call) {
    Optional<String> declared = call.contentType().filter(type -> type.contains("/"));
    if (declared.isEmpty()) {
      return Refusal.invalid("Request encoding (Content-Type) required but not provided");
    }
    long sizeBytes = call.http().getContentLength();
    if (sizeBytes > limitBytes) {
      return tooLarge();
    }
    Optional<Refusal> refusal = uploader.refusal(call.session());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (allowance.take(call.session().did(), sizeBytes < 0 ? limitBytes : sizeBytes)) {
      case Taking.Taken taken -> upload(call, declared.get(), taken);
      case Taking.DayUsed(var left) -> BlobUploader.dayUsed(left);
      case Taking.StoreFull(var left) -> BlobUploader.storeFull(left);
    };
  }

  private Reply upload(Call call, String declared, Taking.Taken taken) {
    BlobUpload upload;
    try {
      upload = store(call, declared);
    } catch (RuntimeException e) {
      giveBack(taken, e);
      throw e;
    }
    return switch (upload) {
      case BlobUpload.Stored stored -> Reply.json(answer(stored));
      case BlobUpload.TooLarge large -> {
        allowance.giveBack(taken);
        yield tooLarge();
      }
    };
  }

  private void giveBack(Taking.Taken taken, RuntimeException fault) {
    try {
      allowance.giveBack(taken);
    } catch (RuntimeException e) {
      fault.addSuppressed(e);
    }
  }

  private BlobUpload store(Call call, String declared) {
    try (InputStream body = call.body()) {
      byte[] first = body.readNBytes(MediaTypes.SNIFFED_BYTES);
      String mimeType = MediaTypes.sniff(first).orElse(declared);
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), body);
      return blobs.store(call.session().did(), all, mimeType, limitBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Refusal tooLarge() {
    return Refusal.of(
        Refusal.Kind.TOO_LARGE,
        "PayloadTooLarge",
        "request entity too large: the limit is " + limitBytes + " bytes");
  }

  private static ObjectNode answer(BlobUpload.Stored stored) {
    ObjectNode answer = Answers.empty();
    ObjectNode blob = answer.putObject("blob").put("$type", "blob");
    blob.set("ref", JsonForm.of(stored.cid()));
    blob.put("mimeType", stored.mimeType()).put("size", stored.sizeBytes());
    return answer;
  }
}

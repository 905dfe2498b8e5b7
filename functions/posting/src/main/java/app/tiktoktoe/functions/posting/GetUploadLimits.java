package app.tiktoktoe.functions.posting;

import app.tiktoktoe.repository.BlobAllowance;
import app.tiktoktoe.repository.BlobAllowance.Left;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * {@code app.tiktoktoe.repo.getUploadLimits}: what the caller may upload as blobs now, and what is
 * stored of it. Three document reads, and one more per thousand blobs.
 */
final class GetUploadLimits implements XrpcMethod {
  private final BlobUploader uploader;
  private final BlobAllowance allowance;
  private final long maxBlobBytes;

  GetUploadLimits(BlobUploader uploader, BlobAllowance allowance, long maxBlobBytes) {
    this.uploader = uploader;
    this.allowance = allowance;
    this.maxBlobBytes = maxBlobBytes;
  }

  @Override
  public Reply call(Call call) {
    Optional<Refusal> whoever = uploader.refusal(call.session());
    if (whoever.isPresent()) {
      return whoever.get();
    }
    Left left = allowance.left(call.session().did());
    Optional<Refusal> refusal = refusal(left);
    ObjectNode limits = Answers.empty();
    limits.put("canUpload", refusal.isEmpty());
    limits.put("maxBlobBytes", maxBlobBytes);
    limits.put("remainingDailyFiles", left.files());
    limits.put("remainingDailyBytes", left.bytes());
    limits.put("storedBlobs", left.stored().blobs());
    limits.put("storedBytes", left.stored().sizeBytes());
    limits.put("storedBytesLimit", left.limitBytes());
    refusal.ifPresent(why -> limits.put("error", why.error()).put("message", why.message()));
    return Reply.json(limits);
  }

  private static Optional<Refusal> refusal(Left left) {
    if (!left.isInDay(1)) {
      return Optional.of(BlobUploader.dayUsed(left));
    }
    return left.isInStore(1) ? Optional.empty() : Optional.of(BlobUploader.storeFull(left));
  }
}

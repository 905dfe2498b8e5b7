package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.BlobUpload;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.Standing;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Caller;
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
 * media type is what the first bytes show, where they show one; otherwise what the client says. An
 * account that is switched off may upload: it does so while it moves here.
 */
final class UploadBlob implements XrpcMethod {
  private final Repositories repositories;
  private final BlobStore blobs;
  private final long limitBytes;

  UploadBlob(Repositories repositories, BlobStore blobs, long limitBytes) {
    this.repositories = repositories;
    this.blobs = blobs;
    this.limitBytes = limitBytes;
  }

  @Override
  public Reply call(Call call) {
    Optional<String> declared = call.contentType().filter(type -> type.contains("/"));
    if (declared.isEmpty()) {
      return Refusal.invalid("Request encoding (Content-Type) required but not provided");
    }
    if (call.http().getContentLength() > limitBytes) {
      return tooLarge();
    }
    Optional<Refusal> refusal = refusal(call.session());
    return refusal.isPresent() ? refusal.get() : upload(call, declared.get());
  }

  private Optional<Refusal> refusal(Caller caller) {
    Optional<Standing> standing = repositories.standing(caller.did());
    if (standing.isEmpty()) {
      return Optional.of(Refusal.invalid("Could not find repo: " + caller.did()));
    }
    RepositoryStatus status = standing.get().status();
    if (status != RepositoryStatus.ACTIVE && status != RepositoryStatus.DEACTIVATED) {
      return Optional.of(Writer.inactive(status));
    }
    return caller.issuedAt().isBefore(standing.get().tokensValidFrom())
        ? Optional.of(Writer.revoked())
        : Optional.empty();
  }

  private Reply upload(Call call, String declared) {
    Did did = call.session().did();
    try (InputStream body = call.body()) {
      byte[] first = body.readNBytes(MediaTypes.SNIFFED_BYTES);
      String mimeType = MediaTypes.sniff(first).orElse(declared);
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(first), body);
      return switch (blobs.store(did, all, mimeType, limitBytes)) {
        case BlobUpload.Stored stored -> Reply.json(answer(stored));
        case BlobUpload.TooLarge large -> tooLarge();
      };
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

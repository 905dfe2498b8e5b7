package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.functions.sync.RepoAccess.Found;
import app.tiktoktoe.repository.BlobPage;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.sync.listBlobs}: the blobs that records refer to and that are here. */
final class ListBlobs implements XrpcMethod {
  private final RepoAccess access;
  private final BlobStore blobs;

  ListBlobs(RepoAccess access, BlobStore blobs) {
    this.access = access;
    this.blobs = blobs;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    return switch (access.find(call, did)) {
      case Found.Refused(var refusal) -> refusal;
      case Found.Served(var repository) -> list(call, did);
    };
  }

  private Reply list(Call call, Did did) {
    BlobPage page =
        blobs.list(did, call.findText("since").map(Tid::parse), cursor(call), call.number("limit"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    page.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    ArrayNode cids = json.putArray("cids");
    page.blobs().forEach(cid -> cids.add(cid.toString()));
    return Reply.json(json);
  }

  private static Optional<String> cursor(Call call) {
    Optional<String> cursor = call.findText("cursor");
    if (cursor.isPresent()
        && !BlobPage.isCursor(cursor.get(), call.findText("since").isPresent())) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
    return cursor;
  }
}

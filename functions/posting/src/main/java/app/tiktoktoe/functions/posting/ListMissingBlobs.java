package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.repository.BlobStore;
import app.tiktoktoe.repository.BlobStore.MissingBlob;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** {@code com.atproto.repo.listMissingBlobs}: what an account that moves here has yet to upload. */
final class ListMissingBlobs implements XrpcMethod {
  private final Repositories repositories;
  private final BlobStore blobs;

  ListMissingBlobs(Repositories repositories, BlobStore blobs) {
    this.repositories = repositories;
    this.blobs = blobs;
  }

  @Override
  public Reply call(Call call) {
    Did did = call.session().did();
    Optional<Cid> after = call.findText("cursor").map(ListMissingBlobs::cursor);
    boolean isValid =
        repositories
            .standing(did)
            .filter(standing -> !call.session().issuedAt().isBefore(standing.tokensValidFrom()))
            .isPresent();
    if (!isValid) {
      return Writer.revoked();
    }
    List<MissingBlob> page = blobs.listMissing(did, after, call.number("limit"));
    ObjectNode json = Answers.empty();
    if (!page.isEmpty()) {
      json.put("cursor", page.getLast().cid().toString());
    }
    ArrayNode items = json.putArray("blobs");
    for (MissingBlob blob : page) {
      items
          .addObject()
          .put("cid", blob.cid().toString())
          .put("recordUri", blob.record().toString());
    }
    return Reply.json(json);
  }

  private static Cid cursor(String text) {
    try {
      return Cid.parse(text);
    } catch (InvalidSyntaxException e) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
  }
}

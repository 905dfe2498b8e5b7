package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.List;
import java.util.Optional;

/** Lists the repositories of this service, whatever their status. Thread-safe. */
public final class RepositoryList {
  private final Firestore firestore;

  /** Reads nothing yet. */
  public RepositoryList(Firestore firestore) {
    this.firestore = firestore;
  }

  /** A repository in a list. */
  public record Listed(Did did, RepositoryStatus status, Tid rev, Cid commit) {}

  /**
   * A page, in the order of the DIDs. Reads a document for each.
   *
   * @param after the last DID of the page before
   */
  public List<Listed> list(Optional<Did> after, int limit) {
    Query query = firestore.collection("repos").orderBy(FieldPath.documentId());
    Query page = after.map(did -> query.startAfter(did.toString())).orElse(query);
    return Await.result(page.select("status", "rev", "commitCid").limit(limit).get())
        .getDocuments()
        .stream()
        .map(RepositoryList::read)
        .toList();
  }

  private static Listed read(QueryDocumentSnapshot document) {
    return new Listed(
        Did.parse(document.getId()),
        RepositoryStatus.ofId(HeadDocument.text(document, "status")),
        Tid.parse(HeadDocument.text(document, "rev")),
        Cid.parse(HeadDocument.text(document, "commitCid")));
  }
}

package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The blobs of all accounts: a document each, beside the repository, and an object each in Cloud
 * Storage. A blob is temporary, and not served, until a commit refers to it. Thread-safe.
 */
public final class BlobStore {
  private static final FieldMask MASK =
      FieldMask.of("status", "tokensValidFrom", "mimeType", "size", "refs", "state");

  private final Paths paths;
  private final BlobObjects objects;
  private final InstantSource clock;

  /** Reads nothing yet. */
  public BlobStore(Firestore firestore, BlobObjects objects, InstantSource clock) {
    this.paths = new Paths(firestore);
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Stores what {@code in} gives; the caller closes it. At most about a megabyte is in memory at a
   * time. The same bytes again are the same blob, and young again.
   *
   * @param mimeType what records will have to say it is
   * @throws IOException when {@code in} fails
   */
  public BlobUpload store(Did did, InputStream in, String mimeType, long limitBytes)
      throws IOException {
    BlobUpload upload = objects.write(did, in, mimeType, limitBytes);
    if (upload instanceof BlobUpload.Stored stored) {
      addTemporary(did, stored.cid(), stored.mimeType(), stored.sizeBytes());
    }
    return upload;
  }

  /**
   * Adds a blob whose object {@link BlobObjects#name} is written already. Adding it again makes it
   * young again and changes nothing else; one that imported records refer to is served from now on.
   */
  public void addTemporary(Did did, Cid cid, String mimeType, long sizeBytes) {
    DocumentReference document = paths.blob(did, cid);
    try {
      Await.result(document.create(BlobDocument.temporary(mimeType, sizeBytes, clock.instant())));
    } catch (AlreadyExistsException e) {
      addAgain(document, mimeType, sizeBytes);
    }
  }

  private void addAgain(DocumentReference document, String mimeType, long sizeBytes) {
    Map<String, Object> fields = new HashMap<>();
    DocumentSnapshot found = Await.result(document.get());
    if (found.exists() && BlobDocument.read(found).isMissing()) {
      fields.putAll(BlobDocument.uploaded(mimeType, sizeBytes));
    }
    fields.put("createdAt", HeadDocument.timestamp(clock.instant()));
    Await.result(document.update(fields));
  }

  /**
   * Whether a blob is served; two documents read.
   *
   * @param isServed whether a repository of a status is
   */
  public BlobLookup find(Did did, Cid cid, Predicate<RepositoryStatus> isServed) {
    DocumentReference[] both = {paths.head(did), paths.blob(did, cid)};
    List<DocumentSnapshot> found = Await.result(paths.firestore().getAll(both, MASK));
    DocumentSnapshot head = found.getFirst();
    if (!head.exists()) {
      return new BlobLookup.RepoNotFound();
    }
    RepositoryStatus status = HeadDocument.standing(head).status();
    if (!isServed.test(status)) {
      return new BlobLookup.RepoInactive(status);
    }
    DocumentSnapshot document = found.getLast();
    if (!document.exists()) {
      return new BlobLookup.BlobNotFound();
    }
    BlobDocument blob = BlobDocument.read(document);
    return blob.isServed()
        ? new BlobLookup.Found(did, cid, blob.mimeType(), blob.sizeBytes())
        : new BlobLookup.BlobNotFound();
  }

  /**
   * A page of what is served, in no order to rely on. Whether the repository is served is for the
   * caller to know.
   *
   * @param since lists only blobs that a later commit began to refer to
   * @param cursor the one of the page before
   * @throws InvalidSyntaxException if the cursor is none
   */
  public BlobPage list(Did did, Optional<Tid> since, Optional<String> cursor, int limit) {
    Query query =
        since.isPresent()
            ? paths
                .blobs(did)
                .whereGreaterThan("rev", since.get().toString())
                .orderBy("rev")
                .orderBy(FieldPath.documentId())
            : paths
                .blobs(did)
                .whereEqualTo("state", BlobDocument.REFERENCED)
                .orderBy(FieldPath.documentId());
    List<QueryDocumentSnapshot> found =
        Await.result(
                cursor
                    .map(text -> BlobPage.after(query, text, since.isPresent()))
                    .orElse(query)
                    .select("state", "rev")
                    .limit(limit)
                    .get())
            .getDocuments();
    return BlobPage.of(found, since.isPresent(), found.size() == limit);
  }

  /** A blob that a record refers to and that has yet to be uploaded. */
  public record MissingBlob(Cid cid, AtUri record) {}

  /** A page of what is missing, in the order of the CIDs, after one of them. */
  public List<MissingBlob> listMissing(Did did, Optional<Cid> after, int limit) {
    Query query =
        paths
            .blobs(did)
            .whereEqualTo("state", BlobDocument.MISSING)
            .orderBy(FieldPath.documentId());
    Query page = after.map(cid -> query.startAfter(cid.toString())).orElse(query);
    return Await.result(page.limit(limit).get()).getDocuments().stream()
        .map(found -> missing(did, found))
        .toList();
  }

  private static MissingBlob missing(Did did, DocumentSnapshot document) {
    String key = BlobDocument.read(document).refs().first();
    return new MissingBlob(Cid.parse(document.getId()), AtUri.parse("at://" + did + "/" + key));
  }
}

package app.tiktoktoe.media.blocklist;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each account's videos are known again by: {@code videoPrints/{did}~{cid}}, named after the
 * blob. For the service alone. Thread-safe.
 */
public final class VideoPrints {
  private static final long VERSION = 1;
  private static final String ORIGINAL = "original";
  private static final String LOOKS = "looks";

  /** Follows {@code ~} in the order of names. */
  private static final char AFTER_LAST = '~' + 1;

  private final Firestore firestore;

  /** Reads nothing yet. */
  public VideoPrints(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Keeps a print, in the place of one of the same blob. One document written. */
  public void put(Did did, VideoPrint print) {
    Await.result(
        document(did, print.blob())
            .set(
                Map.of(
                    "version",
                    VERSION,
                    ORIGINAL,
                    print.original().toString(),
                    LOOKS,
                    print.looks().text())));
  }

  /** The print of a blob, when it is a video that was made here. One document read. */
  public Optional<VideoPrint> find(Did did, Cid blob) {
    DocumentSnapshot found = Await.result(document(did, blob).get());
    return found.exists()
        ? Optional.of(
            new VideoPrint(
                Cid.parse(text(found, ORIGINAL)), blob, PerceptualHash.parse(text(found, LOOKS))))
        : Optional.empty();
  }

  /**
   * The blob that was made of an original, when the account has one. One document read.
   *
   * @param original the CID of the file that was uploaded
   */
  public Optional<Cid> blobOf(Did did, Cid original) {
    return Await.result(
            collection()
                .whereEqualTo(ORIGINAL, original.toString())
                .orderBy(FieldPath.documentId())
                .startAfter(did + "~")
                .endBefore(did.toString() + AFTER_LAST)
                .limit(1)
                .get())
        .getDocuments()
        .stream()
        .map(found -> Cid.parse(found.getId().substring(did.value().length() + 1)))
        .findFirst();
  }

  /** Forgets a print, if there is one. One document deleted. */
  public void delete(Did did, Cid blob) {
    Await.result(document(did, blob).delete());
  }

  /** Prints of an account that is to be forgotten, at most {@code limit}. */
  public List<DocumentReference> documents(Did did, int limit) {
    return Await.result(
            collection()
                .whereGreaterThan(FieldPath.documentId(), did + "~")
                .whereLessThan(FieldPath.documentId(), did.toString() + AFTER_LAST)
                .orderBy(FieldPath.documentId())
                .limit(limit)
                .get())
        .getDocuments()
        .stream()
        .map(DocumentSnapshot::getReference)
        .toList();
  }

  private static String text(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getString(field), field);
  }

  private CollectionReference collection() {
    return firestore.collection("videoPrints");
  }

  private DocumentReference document(Did did, Cid blob) {
    return collection().document(did + "~" + blob);
  }
}

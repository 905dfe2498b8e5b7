package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The authors with so many followers that their posts are not copied into timelines: whoever reads
 * a timeline adds the newest posts and reposts of those that the viewer follows. One document,
 * {@code pulled/authors}, which readers keep for a while. Thread-safe.
 */
public final class PulledAuthors {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public PulledAuthors(Firestore firestore) {
    this.firestore = firestore;
  }

  /** All of them, for one read. */
  public Set<Did> find() {
    DocumentSnapshot document = Await.result(document().get());
    return document.exists()
        ? new Fields(document)
            .textList("authors").stream().map(Did::parse).collect(Collectors.toSet())
        : Set.of();
  }

  /** Marks an author for good, here and on its own document, for two writes in one batch. */
  public void add(Did author) {
    WriteBatch batch = firestore.batch();
    batch.set(
        document(),
        Map.of(
            Fields.VERSION_FIELD, Fields.VERSION, "authors", FieldValue.arrayUnion(author.value())),
        SetOptions.merge());
    batch.update(firestore.collection("actors").document(author.value()), "pulled", true);
    Await.result(batch.commit());
  }

  private DocumentReference document() {
    return firestore.collection("pulled").document("authors");
  }
}

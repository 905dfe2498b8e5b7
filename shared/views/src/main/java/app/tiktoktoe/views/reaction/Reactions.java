package app.tiktoktoe.views.reaction;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.post.PostKey;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What viewers did to posts, packed by the month of the post: documents {@code
 * reactions/{did}_{yyyymm}}. Thread-safe.
 */
public final class Reactions {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public Reactions(Firestore firestore) {
    this.firestore = firestore;
  }

  /** A viewer's reactions to the posts of {@code months}, for a read per distinct month. */
  public ViewerReactions find(Did viewer, Collection<YearMonth> months) {
    Map<PostKey, RecordKey> likes = new HashMap<>();
    Map<PostKey, RecordKey> reposts = new HashMap<>();
    if (!months.isEmpty()) {
      for (DocumentSnapshot document : Await.result(firestore.getAll(references(viewer, months)))) {
        if (document.exists()) {
          Fields fields = new Fields(document);
          likes.putAll(ViewerReactions.records(fields, Likes.COLLECTION));
          reposts.putAll(ViewerReactions.records(fields, Reposts.COLLECTION));
        }
      }
    }
    return new ViewerReactions(likes, reposts);
  }

  private DocumentReference[] references(Did viewer, Collection<YearMonth> months) {
    return months.stream()
        .distinct()
        .map(month -> document(viewer, month))
        .toArray(DocumentReference[]::new);
  }

  /** The month, in UTC, that a post's key was made in. */
  public static YearMonth monthOf(PostKey post) {
    Instant time = Instant.ofEpochSecond(post.rkey().micros() / 1_000_000);
    return YearMonth.from(time.atOffset(ZoneOffset.UTC));
  }

  /** Where a viewer's reactions to the posts of a month are kept. */
  public DocumentReference document(Did viewer, YearMonth month) {
    return firestore
        .collection("reactions")
        .document(
            viewer.value()
                + "_"
                + String.format("%04d%02d", month.getYear(), month.getMonthValue()));
  }
}

package app.tiktoktoe.views;

import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists documents by a time, newest first, in pages; documents of the same time by falling id.
 * Stateless.
 */
public final class NewestFirst {
  private final String field;

  /** {@code field} holds the time. */
  public NewestFirst(String field) {
    this.field = field;
  }

  /**
   * At most {@code limit} (1 or more) of the documents of {@code query} that come after {@code
   * cursor}, for a read each and one more when there are none.
   */
  public <T> Page<T> page(
      Query query, @Nullable Cursor cursor, int limit, Function<QueryDocumentSnapshot, T> decode) {
    Query ordered =
        query
            .orderBy(field, Direction.DESCENDING)
            .orderBy(FieldPath.documentId(), Direction.DESCENDING)
            .limit(limit);
    if (cursor != null) {
      ordered = ordered.startAfter(Fields.timestamp(cursor.time()), cursor.id());
    }
    List<QueryDocumentSnapshot> documents = Await.result(ordered.get()).getDocuments();
    return new Page<>(
        documents.stream().map(decode).toList(),
        documents.size() < limit ? null : Cursor.of(documents.getLast(), field));
  }
}

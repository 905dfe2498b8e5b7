package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * A page of an account's blobs.
 *
 * @param cursor asks for the next one; empty when there is none
 */
public record BlobPage(List<Cid> blobs, Optional<String> cursor) {
  private static final char SEPARATOR = ':';

  /** Copies the CIDs. */
  public BlobPage {
    blobs = List.copyOf(blobs);
  }

  static BlobPage of(List<QueryDocumentSnapshot> found, boolean byRev, boolean isFull) {
    return new BlobPage(
        found.stream()
            .filter(blob -> BlobDocument.REFERENCED.equals(blob.getString("state")))
            .map(blob -> Cid.parse(blob.getId()))
            .toList(),
        isFull ? Optional.of(cursor(found.getLast(), byRev)) : Optional.empty());
  }

  private static String cursor(QueryDocumentSnapshot last, boolean byRev) {
    return byRev ? HeadDocument.text(last, "rev") + SEPARATOR + last.getId() : last.getId();
  }

  /** Whether a text is a cursor of a page, of blobs since a revision or of all. */
  public static boolean isCursor(String text, boolean bySince) {
    try {
      position(text, bySince);
      return true;
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }

  static Query after(Query query, String cursor, boolean byRev) {
    return query.startAfter(position(cursor, byRev));
  }

  private static Object[] position(String cursor, boolean byRev) {
    if (!byRev) {
      return new Object[] {Cid.parse(cursor).toString()};
    }
    int end = cursor.indexOf(SEPARATOR);
    if (end < 0) {
      throw new InvalidSyntaxException("not a cursor");
    }
    return new Object[] {
      Tid.parse(cursor.substring(0, end)).toString(),
      Cid.parse(cursor.substring(end + 1)).toString()
    };
  }
}

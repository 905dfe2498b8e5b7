package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Tid;
import com.google.cloud.firestore.DocumentSnapshot;

/** How an operation on a record stands to the last one that its document knows of. */
enum Revision {
  /** It is to be applied. */
  NEWER,
  /** It was applied by an earlier delivery, which may have died before it was done. */
  SAME,
  /** It changes nothing. */
  OLDER;

  static Revision of(Tid rev, DocumentSnapshot document) {
    return of(rev, document, "rev");
  }

  static Revision of(Tid rev, DocumentSnapshot document, String field) {
    String stored = document.getString(field);
    if (stored == null) {
      return NEWER;
    }
    int order = rev.value().compareTo(stored);
    return order > 0 ? NEWER : order == 0 ? SAME : OLDER;
  }
}

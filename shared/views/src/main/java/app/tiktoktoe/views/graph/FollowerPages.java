package app.tiktoktoe.views.graph;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The followers of an account in pages of about {@link #PAGE} DIDs: documents {@code
 * followers/{did}_{page}}. Thread-safe.
 *
 * <p>Page 0 takes the first; after that, {@link #OPEN} pages at a time are open, and a follower
 * goes to one of them by the hash of its DID, so that many new followers do not write one document.
 */
public final class FollowerPages {
  /** About how many followers a page holds. */
  public static final int PAGE = 1_000;

  /** How many pages are open at a time. */
  public static final int OPEN = 8;

  private final Firestore firestore;

  /** On {@code firestore}. */
  public FollowerPages(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The page for a new follower of an account that has about {@code followersCount}. */
  public static int pageFor(long followersCount, Did follower) {
    if (followersCount < PAGE) {
      return 0;
    }
    long group = (followersCount - PAGE) / ((long) PAGE * OPEN);
    return (int) (1 + group * OPEN + Math.floorMod(follower.value().hashCode(), OPEN));
  }

  /** Adds to {@code batch} one write that lists {@code follower}. */
  public void add(WriteBatch batch, Did did, int page, Did follower) {
    batch.set(
        document(did, page),
        Map.of(
            Fields.VERSION_FIELD,
            Fields.VERSION,
            "followers",
            FieldValue.arrayUnion(follower.value())),
        SetOptions.merge());
  }

  /** Adds to {@code batch} one write that lists {@code follower} no more. */
  public void remove(WriteBatch batch, Did did, int page, Did follower) {
    batch.set(
        document(did, page),
        Map.of(
            Fields.VERSION_FIELD,
            Fields.VERSION,
            "followers",
            FieldValue.arrayRemove(follower.value())),
        SetOptions.merge());
  }

  /** All followers, sorted, for a read per page and one when there is none. */
  public NavigableSet<String> followersOf(Did did) {
    NavigableSet<String> followers = new TreeSet<>();
    pagesOf(did).values().forEach(followers::addAll);
    return followers;
  }

  /** What each page lists, for a read per page and one when there is none. */
  public Map<Integer, Set<String>> pagesOf(Did did) {
    Map<Integer, Set<String>> found = new TreeMap<>();
    for (QueryDocumentSnapshot page : Await.result(allOf(did).get())) {
      int underscore = page.getId().lastIndexOf('_');
      if (underscore == did.value().length()) {
        found.put(
            Integer.valueOf(page.getId().substring(underscore + 1)),
            Set.copyOf(new Fields(page).textList("followers")));
      }
    }
    return found;
  }

  /** Adds to {@code batch} one write that lists {@code followers} and nobody else. */
  public void put(WriteBatch batch, Did did, int page, Set<String> followers) {
    batch.set(
        document(did, page),
        Map.of(Fields.VERSION_FIELD, Fields.VERSION, "followers", List.copyOf(followers)));
  }

  private Query allOf(Did did) {
    return pages()
        .whereGreaterThanOrEqualTo(FieldPath.documentId(), did.value() + "_")
        .whereLessThan(FieldPath.documentId(), did.value() + "`");
  }

  private DocumentReference document(Did did, int page) {
    return pages().document(did.value() + "_" + String.format("%06d", page));
  }

  private CollectionReference pages() {
    return firestore.collection("followers");
  }
}

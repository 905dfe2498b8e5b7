package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.DocumentSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The segments of a repository from left to right, read a page at a time. Used by one thread. */
final class SegmentPages {
  /** About 2 MB: a segment has about a thousand keys of about 46 bytes. */
  private static final int PAGE = 50;

  private final Paths paths;
  private final Did did;
  private final List<String> left = new ArrayList<>();
  private final Queue<DocumentSnapshot> page = new ArrayDeque<>();
  private int asked;

  SegmentPages(Paths paths, Did did, Spine spine) {
    this.paths = paths;
    this.did = did;
    for (int i = 0; i < spine.subtrees().size(); i++) {
      if (spine.subtree(i).isPresent()) {
        left.add(Spine.segmentId(spine.left(i)));
      }
    }
  }

  /**
   * The next segment that has keys.
   *
   * @param subtree what the head says its keys make
   * @throws StaleTreeException if they do not
   */
  KeyList next(Cid subtree) {
    if (page.isEmpty()) {
      int end = Math.min(left.size(), asked + PAGE);
      page.addAll(
          paths.getAll(
              left.subList(asked, end).stream().map(id -> paths.segment(did, id)).toList()));
      asked = end;
    }
    DocumentSnapshot document = page.remove();
    Optional<Cid> stored = Optional.ofNullable(document.getString("subtree")).map(Cid::parse);
    if (!stored.equals(Optional.of(subtree))) {
      throw new StaleTreeException("a segment of " + did);
    }
    return KeyIndexCodec.decodeList(HeadDocument.bytes(document, "keys"));
  }
}

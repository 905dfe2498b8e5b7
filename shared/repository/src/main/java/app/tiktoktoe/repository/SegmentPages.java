package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.DocumentSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The segments of a repository from left to right, read a page at a time. Used by one thread. */
final class SegmentPages {
  /** About 2 MB: a segment has about a thousand keys of about 46 bytes. */
  private static final int PAGE = 50;

  private final Paths paths;
  private final Did did;
  private final List<String> left = new ArrayList<>();
  private final List<Cid> subtrees = new ArrayList<>();
  private final Queue<DocumentSnapshot> page = new ArrayDeque<>();
  private int asked;

  SegmentPages(Paths paths, Did did, Spine spine) {
    this.paths = paths;
    this.did = did;
    for (int i = 0; i < spine.subtrees().size(); i++) {
      if (spine.subtree(i).isPresent()) {
        left.add(Spine.segmentId(spine.left(i)));
        subtrees.add(spine.subtree(i).get());
      }
    }
  }

  /**
   * Reads all of them now, for a walk that takes long: about 47 bytes a record are held.
   *
   * @throws StaleTreeException if one is not what the head says
   */
  SegmentPages load() {
    while (asked < left.size()) {
      int from = asked;
      List<DocumentSnapshot> read = read();
      for (int i = 0; i < read.size(); i++) {
        requireSame(read.get(i), subtrees.get(from + i));
      }
      page.addAll(read);
    }
    return this;
  }

  /**
   * The next segment that has keys.
   *
   * @param subtree what the head says its keys make
   * @throws StaleTreeException if they do not
   */
  KeyList next(Cid subtree) {
    if (page.isEmpty()) {
      page.addAll(read());
    }
    DocumentSnapshot document = page.remove();
    requireSame(document, subtree);
    return KeyIndexCodec.decodeList(HeadDocument.bytes(document, "keys"));
  }

  private List<DocumentSnapshot> read() {
    int from = asked;
    asked = Math.min(left.size(), from + PAGE);
    return paths.getAll(
        left.subList(from, asked).stream().map(id -> paths.segment(did, id)).toList());
  }

  private void requireSame(DocumentSnapshot document, Cid subtree) {
    if (!subtree.toString().equals(document.getString("subtree"))) {
      throw new StaleTreeException("a segment of " + did);
    }
  }
}

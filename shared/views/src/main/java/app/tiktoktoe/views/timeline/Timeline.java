package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Viewer;
import com.google.cloud.firestore.DocumentSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The document {@code timelines/{did}} of an active viewer. Immutable.
 *
 * <p>It holds what accounts did that the viewer followed at that time. Whom the viewer follows now,
 * and what still exists, is asked when it is read.
 */
public final class Timeline {
  /** How many entries are read, and kept when it is trimmed. */
  public static final int SOFT_CAP = 800;

  private final List<PackedEntry> newestFirst;

  private Timeline(List<PackedEntry> newestFirst) {
    this.newestFirst = newestFirst;
  }

  /** Reads a document that exists. */
  public static Timeline of(DocumentSnapshot document) {
    return new Timeline(
        new Fields(document)
            .bytesList("entries").stream()
                .map(PackedEntry::new)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList());
  }

  /**
   * The entries by the viewer itself and by whom the viewer follows now and does not mute or block,
   * nor is blocked by, newest first, each record once.
   */
  public List<TimelineEntry> visibleTo(Viewer viewer) {
    Map<ByteBuffer, Did> byHash = new HashMap<>();
    byHash.put(ByteBuffer.wrap(AuthorBytes.hash(viewer.did())), viewer.did());
    viewer.follows().keySet().stream()
        .filter(did -> AuthorBytes.ofPlc(did) == null)
        .forEach(did -> byHash.put(ByteBuffer.wrap(AuthorBytes.hash(did)), did));
    Set<Record> seen = new HashSet<>();
    return newestFirst.stream()
        .limit(SOFT_CAP)
        .map(entry -> entry.open(byHash))
        .filter(Objects::nonNull)
        .filter(entry -> isVisible(viewer, entry.author()))
        .filter(entry -> seen.add(new Source(entry.author(), entry.kind(), entry.rkey())))
        .toList();
  }

  private record Source(Did author, TimelineEntry.Kind kind, Tid rkey) {}

  private static boolean isVisible(Viewer viewer, Did author) {
    return author.equals(viewer.did())
        || ((viewer.follows().containsKey(author) || !viewer.followsComplete())
            && !viewer.ignores(author));
  }

  /** What is beyond the soft cap, in the stored form. */
  List<byte[]> excess() {
    List<byte[]> excess = new ArrayList<>();
    newestFirst.stream().skip(SOFT_CAP).forEach(entry -> excess.add(entry.bytes()));
    return excess;
  }
}

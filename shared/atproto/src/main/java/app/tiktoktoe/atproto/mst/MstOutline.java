package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tree: entries in key order and, between two of them, perhaps a subtree of
 * which only the CID is known. Immutable.
 *
 * <p>It is enough to change a tree, and to prove the change, wherever no hidden subtree is touched;
 * a change that needs one is refused with an {@link InvalidTreeException}.
 */
public final class MstOutline {
  private final List<MstEntry> entries;
  private final List<@Nullable Hidden> gaps;

  /** {@code gaps[i]} lies left of {@code entries[i]}; there is one more gap than entries. */
  private MstOutline(List<MstEntry> entries, List<@Nullable Hidden> gaps) {
    this.entries = Collections.unmodifiableList(entries);
    this.gaps = gaps;
  }

  /** All of a tree: entries in strictly ascending order of their key's bytes. */
  public static MstOutline of(List<MstEntry> entries) {
    return new MstOutline(
        List.copyOf(entries), Collections.nCopies(entries.size() + 1, (@Nullable Hidden) null));
  }

  /** A subtree of which only the CID is known, and the layer of its topmost node. */
  record Hidden(Cid cid, int layer) {}

  /** Takes a tree's parts from left to right. Used by one thread. */
  public static final class Builder {
    private final List<MstEntry> entries = new ArrayList<>();
    private final List<@Nullable Hidden> gaps = new ArrayList<>();
    private @Nullable Hidden gap;

    /** The next entry. */
    public Builder entry(MstEntry entry) {
      gaps.add(gap);
      gap = null;
      entries.add(entry);
      return this;
    }

    /** The next entries. */
    public Builder entries(List<MstEntry> next) {
      next.forEach(this::entry);
      return this;
    }

    /**
     * All entries between the last one and the next.
     *
     * @param layer that of the subtree's topmost node, which may be an empty one
     * @throws InvalidTreeException if two subtrees follow one another
     */
    public Builder hidden(Cid subtree, int layer) {
      if (gap != null) {
        throw new InvalidTreeException("two subtrees without an entry between them");
      }
      gap = new Hidden(subtree, layer);
      return this;
    }

    /** The outline; the builder may not be used any more. */
    public MstOutline build() {
      gaps.add(gap);
      return new MstOutline(entries, gaps);
    }
  }

  /** The known entries in key order. */
  public List<MstEntry> entries() {
    return entries;
  }

  /** The hidden subtree left of entry {@code at}, or right of the last. */
  @Nullable Hidden gap(int at) {
    return gaps.get(at);
  }

  /**
   * The outline after changes: a CID sets a key, an empty one removes it.
   *
   * @throws InvalidTreeException if a key may lie in a hidden subtree, or two of them would meet
   */
  public MstOutline with(Map<String, Optional<Cid>> changes) {
    Builder after = new Builder();
    int next = 0;
    for (Map.Entry<String, Optional<Cid>> change : new TreeMap<>(changes).entrySet()) {
      String key = change.getKey();
      while (next < entries.size() && entries.get(next).key().compareTo(key) < 0) {
        keep(next++, after);
      }
      boolean known = next < entries.size() && entries.get(next).key().equals(key);
      if (!known && gaps.get(next) != null) {
        throw new InvalidTreeException("what surrounds " + key + " is not known");
      }
      if (known) {
        keepGap(next++, after);
      }
      change.getValue().ifPresent(value -> after.entry(new MstEntry(key, value)));
    }
    while (next < entries.size()) {
      keep(next++, after);
    }
    keepGap(next, after);
    return after.build();
  }

  private void keep(int at, Builder after) {
    keepGap(at, after);
    after.entry(entries.get(at));
  }

  private void keepGap(int at, Builder after) {
    Hidden hidden = gaps.get(at);
    if (hidden != null) {
      after.hidden(hidden.cid(), hidden.layer());
    }
  }
}

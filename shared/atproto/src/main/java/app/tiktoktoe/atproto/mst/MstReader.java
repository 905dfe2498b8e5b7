package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree that somebody else made and refuses one that is not canonical: what it accepts has
 * the very root that its entries make.
 *
 * <p>Each block is taken for what its CID says: check that before, as {@link
 * app.tiktoktoe.atproto.car.CarReader} does. Used by one thread.
 */
public final class MstReader {
  private final Function<Cid, byte @Nullable []> blocks;
  private final MessageDigest sha256 = Sha256.newDigest();

  /**
   * Reads nothing yet.
   *
   * @param blocks gives the block under a CID, null when there is none
   */
  public MstReader(Function<Cid, byte @Nullable []> blocks) {
    this.blocks = blocks;
  }

  /**
   * All entries of a tree, in key order.
   *
   * @param limit the most entries, at least 0
   * @throws InvalidTreeException if a node is missing or malformed, there are more entries than the
   *     limit, or the tree is not canonical
   */
  public List<MstEntry> entries(Cid root, int limit) {
    StoredNode top = node(root);
    if (top.isEmpty()) {
      return List.of();
    }
    List<MstEntry> entries = new ArrayList<>();
    addEntries(top, rootLayer(top), limit, entries);
    return entries;
  }

  private void addEntries(StoredNode node, int layer, int limit, List<MstEntry> entries) {
    checkLayer(node, layer);
    addSubtree(node.left(), layer - 1, limit, entries);
    for (StoredNode.Item item : node.items()) {
      if (entries.size() == limit) {
        throw new InvalidTreeException("the tree has more than " + limit + " entries");
      }
      if (!entries.isEmpty() && entries.getLast().key().compareTo(item.entry().key()) >= 0) {
        throw new InvalidTreeException("keys must be sorted and distinct");
      }
      entries.add(item.entry());
      addSubtree(item.right(), layer - 1, limit, entries);
    }
  }

  private void addSubtree(@Nullable Cid cid, int layer, int limit, List<MstEntry> entries) {
    if (cid != null) {
      addEntries(subtree(cid), layer, limit, entries);
    }
  }

  /**
   * What the blocks know of a tree: a subtree whose topmost node is not among them is hidden.
   *
   * @throws InvalidTreeException if the root is missing, a node is malformed, or what is known is
   *     not canonical
   */
  public MstOutline outline(Cid root) {
    StoredNode top = node(root);
    OutlineOf outline = new OutlineOf();
    if (!top.isEmpty()) {
      outline.add(top, rootLayer(top));
    }
    return outline.builder.build();
  }

  private final class OutlineOf {
    private final MstOutline.Builder builder = new MstOutline.Builder();
    private String previous = "";

    void add(StoredNode node, int layer) {
      checkLayer(node, layer);
      addSubtree(node.left(), layer - 1);
      for (StoredNode.Item item : node.items()) {
        if (previous.compareTo(item.entry().key()) >= 0) {
          throw new InvalidTreeException("keys must be sorted and distinct");
        }
        previous = item.entry().key();
        builder.entry(item.entry());
        addSubtree(item.right(), layer - 1);
      }
    }

    private void addSubtree(@Nullable Cid cid, int layer) {
      if (cid == null) {
        return;
      }
      if (blocks.apply(cid) == null) {
        builder.hidden(cid, layer);
      } else {
        add(subtree(cid), layer);
      }
    }
  }

  /**
   * The record at a key, or that there is none: the blocks need to be the path to it only.
   *
   * @throws InvalidTreeException if a node on the path is missing, malformed or out of place
   */
  public Optional<Cid> find(Cid root, String key) {
    StoredNode node = node(root);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Range range = new Range(null, null);
    for (int layer = rootLayer(node); ; layer--) {
      checkLayer(node, layer);
      range.check(node);
      int slot = node.slot(key);
      if (node.holds(key, slot)) {
        return Optional.of(node.items().get(slot).entry().value());
      }
      Cid next = node.subtree(slot);
      if (next == null) {
        return Optional.empty();
      }
      range = range.around(node, slot);
      node = subtree(next);
    }
  }

  /** The keys that enclose a subtree; null where nothing does. */
  private record Range(@Nullable String after, @Nullable String before) {
    void check(StoredNode node) {
      if (node.items().isEmpty()) {
        return;
      }
      String first = node.items().getFirst().entry().key();
      String last = node.items().getLast().entry().key();
      if ((after != null && first.compareTo(after) <= 0)
          || (before != null && last.compareTo(before) >= 0)) {
        throw new InvalidTreeException("keys must be sorted and distinct");
      }
    }

    Range around(StoredNode node, int slot) {
      List<StoredNode.Item> items = node.items();
      return new Range(
          slot == 0 ? after : items.get(slot - 1).entry().key(),
          slot == items.size() ? before : items.get(slot).entry().key());
    }
  }

  /** The layer of a root that is not empty: the height of its keys. */
  private int rootLayer(StoredNode root) {
    if (root.items().isEmpty()) {
      throw new InvalidTreeException("the root has a subtree and no entry");
    }
    int layer = MstKey.height(root.items().getFirst().entry().key(), sha256);
    if (layer > Mst.MAX_HEIGHT) {
      throw new InvalidTreeException("a key is higher than " + Mst.MAX_HEIGHT + " layers");
    }
    return layer;
  }

  /** Bounds the depth too: below the lowest layer there is nothing. */
  private void checkLayer(StoredNode node, int layer) {
    for (StoredNode.Item item : node.items()) {
      if (MstKey.height(item.entry().key(), sha256) != layer) {
        throw new InvalidTreeException("a key on a layer that is not its own");
      }
    }
    if (layer == 0 && node.hasSubtree()) {
      throw new InvalidTreeException("a subtree below the lowest layer");
    }
  }

  private StoredNode subtree(Cid cid) {
    StoredNode node = node(cid);
    if (node.isEmpty()) {
      throw new InvalidTreeException("an empty node that is not the root");
    }
    return node;
  }

  private StoredNode node(Cid cid) {
    byte[] block = blocks.apply(cid);
    if (block == null) {
      throw new InvalidTreeException("a node is missing: " + cid);
    }
    return StoredNode.read(cid, block);
  }
}

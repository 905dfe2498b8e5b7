package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle search tree over sorted (key, record CID) pairs.
 *
 * <p>The same entries give the same nodes whatever the order they were written in. Immutable and
 * safe for use by several threads.
 *
 * @see <a href="https://atproto.com/specs/repository#mst-structure">MST structure</a>
 */
public final class Mst {
  /**
   * Highest layer a key may have. A random key is above it once in 4^24; keys mined for it would
   * put an empty node on every layer of every path.
   */
  public static final int MAX_HEIGHT = 24;

  /**
   * Most entries in one node. Random keys reach it with probability (3/4)^1000; keys mined to lie
   * on one layer would make every write rewrite one huge block.
   */
  public static final int MAX_NODE_ENTRIES = 1000;

  private final List<MstEntry> entries;
  private final Map<Cid, MstNode> nodes;
  private final Cid root;
  private final int layer;

  private Mst(MstOutline outline, int lowest) {
    this.entries = outline.entries();
    this.nodes = new HashMap<>();
    MstBuilder builder = new MstBuilder(outline, lowest, nodes);
    this.root = builder.root();
    this.layer = builder.rootLayer();
  }

  /**
   * Builds the tree and keeps its nodes.
   *
   * @param sorted entries in strictly ascending order of their key's bytes
   * @throws InvalidTreeException if the order is wrong or a cap is exceeded
   */
  public static Mst of(List<MstEntry> sorted) {
    return new Mst(MstOutline.of(sorted), 0);
  }

  /**
   * Builds a subtree as it is in a higher tree: its root is on {@code layer}, also when every key
   * is lower.
   *
   * @param sorted at least one entry, none higher than {@code layer}
   * @throws InvalidTreeException as {@link #of(List)}
   */
  public static Mst subtreeOf(List<MstEntry> sorted, int layer) {
    Mst subtree = new Mst(MstOutline.of(sorted), layer);
    if (sorted.isEmpty() || subtree.layer != layer) {
      throw new InvalidTreeException("no subtree on layer " + layer);
    }
    return subtree;
  }

  /**
   * Builds what is known of a tree. Whatever then needs a node of a hidden subtree throws an {@link
   * InvalidTreeException}.
   *
   * @throws InvalidTreeException as {@link #of(List)}, or if the outline is no tree's
   */
  public static Mst of(MstOutline outline) {
    return new Mst(outline, 0);
  }

  /**
   * The root only, without keeping any node.
   *
   * @throws InvalidTreeException as {@link #of(List)}
   */
  public static Cid rootOf(List<MstEntry> sorted) {
    return rootOf(MstOutline.of(sorted));
  }

  /**
   * The root only, without keeping any node.
   *
   * @throws InvalidTreeException as {@link #of(MstOutline)}
   */
  public static Cid rootOf(MstOutline outline) {
    return new MstBuilder(outline, 0, null).root();
  }

  /** Leading zero bits of the key's SHA-256, divided by two. Any text has a height. */
  public static int height(String key) {
    return MstKey.height(key, Sha256.newDigest());
  }

  /** Whether the text is a key: {@code collection/rkey}, 1,024 bytes, {@code A-Za-z0-9_~-:.}. */
  public static boolean isValidKey(String key) {
    return MstKey.isValid(key);
  }

  public Cid root() {
    return root;
  }

  /** The layer of the root node: the highest key's height, 0 for an empty tree. */
  public int layer() {
    return layer;
  }

  /** The known entries in key order. */
  public List<MstEntry> entries() {
    return entries;
  }

  /** The record at a key that lies in no hidden subtree. */
  public Optional<Cid> get(String key) {
    int at = position(key);
    return at < 0 ? Optional.empty() : Optional.of(entries.get(at).value());
  }

  /** All node blocks, the root first, each node before its subtrees, left to right. */
  public Map<Cid, byte[]> blocks() {
    Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    walk(
        new MstVisitor() {
          @Override
          public void node(Cid cid, byte[] block) {
            blocks.put(cid, block);
          }

          @Override
          public void entry(MstEntry entry) {}
        });
    return Collections.unmodifiableMap(blocks);
  }

  /** Visits nodes and entries in the preferred order of a repository export: pre-order. */
  public void walk(MstVisitor visitor) {
    walk(root, visitor);
  }

  private void walk(@Nullable Cid cid, MstVisitor visitor) {
    if (cid == null) {
      return;
    }
    MstNode node = nodes.get(cid);
    if (node == null) {
      visitor.hidden(cid);
      return;
    }
    visitor.node(cid, node.block());
    for (int i = 0; i < node.entries().length; i++) {
      walk(node.subtrees()[i], visitor);
      visitor.entry(entries.get(node.entries()[i]));
    }
    walk(node.subtrees()[node.entries().length], visitor);
  }

  /** The nodes from the root to the key, or to the gap that proves its absence; root first. */
  public Map<Cid, byte[]> path(String key) {
    Map<Cid, byte[]> path = new LinkedHashMap<>();
    addPath(key, path);
    return path;
  }

  /**
   * The nodes that let a consumer invert a write of the key: its path and the paths to its left and
   * right neighbours; root first.
   */
  public Map<Cid, byte[]> coveringProof(String key) {
    Map<Cid, byte[]> proof = new LinkedHashMap<>();
    addPath(key, proof);
    int at = position(key);
    int left = (at < 0 ? -at - 1 : at) - 1;
    int right = at < 0 ? -at - 1 : at + 1;
    if (left >= 0) {
      addPath(entries.get(left).key(), proof);
    }
    if (right < entries.size()) {
      addPath(entries.get(right).key(), proof);
    }
    return proof;
  }

  private void addPath(String key, Map<Cid, byte[]> blocks) {
    Cid cid = root;
    while (cid != null) {
      MstNode node = node(cid);
      blocks.put(cid, node.block());
      int slot = node.slot(key, entries);
      cid = node.holds(key, slot, entries) ? null : node.subtrees()[slot];
    }
  }

  private int position(String key) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).key().compareTo(key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return -low - 1;
  }

  /**
   * The subtree of a layer that begins right of a key of a higher layer; empty when no entry lies
   * there.
   *
   * @param key a key whose height is above {@code layer}, or empty for the leftmost subtree
   * @param layer below {@link #layer}
   */
  public Optional<Cid> subtree(String key, int layer) {
    Cid cid = root;
    for (int at = this.layer; cid != null && at > layer; at--) {
      MstNode node = node(cid);
      int slot = node.slot(key, entries);
      cid = node.subtrees()[node.holds(key, slot, entries) ? slot + 1 : slot];
    }
    return Optional.ofNullable(cid);
  }

  private MstNode node(Cid cid) {
    MstNode node = nodes.get(cid);
    if (node == null) {
      throw new InvalidTreeException("the subtree is hidden: " + cid);
    }
    return node;
  }
}

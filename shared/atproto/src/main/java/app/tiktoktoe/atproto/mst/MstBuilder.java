package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cbor.CborWriter;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.mst.MstOutline.Hidden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds nodes bottom-up. A subtree depends on nothing but its range of entries and its layer, so
 * the CID of a hidden one stands for it.
 */
final class MstBuilder {
  private final MstOutline outline;
  private final List<MstEntry> sorted;
  private final byte[] heights;
  private final int rootLayer;
  private final MessageDigest sha256 = Sha256.newDigest();
  private final @Nullable Map<Cid, MstNode> nodes;

  /**
   * Checks order and heights.
   *
   * @param lowest the least layer of the root
   * @param nodes receives every node, or null when only the root matters
   */
  MstBuilder(MstOutline outline, int lowest, @Nullable Map<Cid, MstNode> nodes) {
    this.outline = outline;
    this.sorted = outline.entries();
    this.nodes = nodes;
    this.heights = new byte[sorted.size()];
    int highest = lowest;
    String previous = "";
    for (int i = 0; i < heights.length; i++) {
      String key = sorted.get(i).key();
      if (key.compareTo(previous) <= 0) {
        throw new InvalidTreeException("keys must be sorted and distinct, position " + i);
      }
      previous = key;
      heights[i] = (byte) MstKey.height(key, sha256);
      highest = Math.max(highest, heights[i]);
    }
    if (highest > Mst.MAX_HEIGHT) {
      throw new InvalidTreeException("a key is higher than " + Mst.MAX_HEIGHT + " layers");
    }
    this.rootLayer = highest;
  }

  int rootLayer() {
    return rootLayer;
  }

  Cid root() {
    return node(0, heights.length, rootLayer);
  }

  private @Nullable Cid subtree(int from, int to, int layer) {
    if (from < to) {
      return node(from, to, layer);
    }
    Hidden hidden = outline.gap(from);
    if (hidden == null) {
      return null;
    }
    if (hidden.layer() > layer) {
      throw new InvalidTreeException("a hidden subtree is higher than what surrounds it");
    }
    return hidden.layer() == layer ? hidden.cid() : node(from, to, layer);
  }

  private Cid node(int from, int to, int layer) {
    int[] entries = entriesAt(from, to, layer);
    @Nullable Cid[] subtrees = new Cid[entries.length + 1];
    int start = from;
    for (int i = 0; i < entries.length; i++) {
      subtrees[i] = subtree(start, entries[i], layer - 1);
      start = entries[i] + 1;
    }
    subtrees[entries.length] = subtree(start, to, layer - 1);
    byte[] block = encode(entries, subtrees);
    Cid cid = Cid.ofCborDigest(sha256.digest(block));
    if (nodes != null) {
      nodes.put(cid, new MstNode(block, entries, subtrees));
    }
    return cid;
  }

  private int[] entriesAt(int from, int to, int layer) {
    int[] found = new int[8];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (heights[i] == layer) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i;
      }
    }
    if (count > Mst.MAX_NODE_ENTRIES) {
      throw new InvalidTreeException("a node has more than " + Mst.MAX_NODE_ENTRIES + " entries");
    }
    return Arrays.copyOf(found, count);
  }

  private byte[] encode(int[] entries, @Nullable Cid[] subtrees) {
    CborWriter out = new CborWriter(128 + entries.length * 128);
    out.mapHeader(2).text("e").arrayHeader(entries.length);
    String previous = "";
    for (int i = 0; i < entries.length; i++) {
      MstEntry entry = sorted.get(entries[i]);
      int shared = MstKey.commonPrefix(previous, entry.key());
      byte[] key = entry.key().getBytes(StandardCharsets.US_ASCII);
      out.mapHeader(4).text("k").bytes(key, shared, key.length - shared);
      out.text("p").uint(shared);
      link(out.text("t"), subtrees[i + 1]);
      out.text("v").link(entry.value());
      previous = entry.key();
    }
    link(out.text("l"), subtrees[0]);
    return out.toByteArray();
  }

  private static void link(CborWriter out, @Nullable Cid cid) {
    if (cid == null) {
      out.nullValue();
    } else {
      out.link(cid);
    }
  }
}

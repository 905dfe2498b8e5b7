package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one block of a tree says, in its only spelling: keys of the node ascend and share exactly
 * the prefix they announce. Where the node belongs is not known here.
 *
 * @param left the subtree before the first entry
 */
record StoredNode(@Nullable Cid left, List<Item> items) {
  /**
   * An entry and what follows it.
   *
   * @param right the subtree between this entry and the next
   */
  record Item(MstEntry entry, @Nullable Cid right) {}

  static StoredNode read(Cid cid, byte[] block) {
    if (cid.isRaw()) {
      throw new InvalidTreeException("a node under the CID of a blob");
    }
    try {
      return read(new CborReader(block));
    } catch (InvalidDataException e) {
      throw new InvalidTreeException("not a node: " + e.getMessage());
    }
  }

  private static StoredNode read(CborReader in) {
    expect(in.mapHeader() == 2 && in.text().equals("e"));
    int count = in.arrayHeader();
    if (count > Mst.MAX_NODE_ENTRIES) {
      throw new InvalidTreeException("a node has more than " + Mst.MAX_NODE_ENTRIES + " entries");
    }
    List<Item> items = new ArrayList<>(count);
    String previous = "";
    for (int i = 0; i < count; i++) {
      Item item = item(in, previous);
      items.add(item);
      previous = item.entry.key();
    }
    expect(in.text().equals("l"));
    Cid left = link(in);
    in.requireEnd();
    return new StoredNode(left, items);
  }

  private static Item item(CborReader in, String previous) {
    expect(in.mapHeader() == 4 && in.text().equals("k"));
    String suffix = new String(in.bytes(), StandardCharsets.ISO_8859_1);
    expect(in.text().equals("p"));
    long shared = in.integer();
    expect(shared >= 0 && shared <= previous.length());
    String key = previous.substring(0, (int) shared) + suffix;
    expect(key.compareTo(previous) > 0 && MstKey.commonPrefix(previous, key) == shared);
    expect(in.text().equals("t"));
    Cid right = link(in);
    expect(in.text().equals("v"));
    return new Item(new MstEntry(key, in.link()), right);
  }

  private static @Nullable Cid link(CborReader in) {
    return in.nextIsNull() ? null : in.link();
  }

  private static void expect(boolean holds) {
    if (!holds) {
      throw new InvalidDataException("fields, order or prefixes of keys are wrong");
    }
  }

  /** As the root of a tree without entries is, and no other node. */
  boolean isEmpty() {
    return items.isEmpty() && left == null;
  }

  boolean hasSubtree() {
    return left != null || items.stream().anyMatch(item -> item.right != null);
  }

  /** The slot of the first entry at or after the key; the entry count if there is none. */
  int slot(String key) {
    int slot = 0;
    while (slot < items.size() && items.get(slot).entry.key().compareTo(key) < 0) {
      slot++;
    }
    return slot;
  }

  boolean holds(String key, int slot) {
    return slot < items.size() && items.get(slot).entry.key().equals(key);
  }

  /** The subtree left of the entry at a slot, or right of the last. */
  @Nullable Cid subtree(int slot) {
    return slot == 0 ? left : items.get(slot - 1).right;
  }
}

package app.tiktoktoe.atproto.mst;

import app.tiktoktoe.atproto.cid.Cid;

/** Receives a tree in pre-order: each node, then its subtrees and entries from left to right. */
public interface MstVisitor {
  void node(Cid cid, byte[] block);

  void entry(MstEntry entry);

  /**
   * A subtree of which only the CID is known.
   *
   * @throws InvalidTreeException unless the visitor takes it otherwise
   */
  default void hidden(Cid cid) {
    throw new InvalidTreeException("the subtree is hidden: " + cid);
  }
}

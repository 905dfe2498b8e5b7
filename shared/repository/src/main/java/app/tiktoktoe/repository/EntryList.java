package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstVisitor;
import java.util.ArrayList;
import java.util.List;

/** Lists the entries that pass on to another visitor. Used by one thread. */
final class EntryList implements MstVisitor {
  private final MstVisitor next;
  private final List<MstEntry> entries = new ArrayList<>();

  EntryList(MstVisitor next) {
    this.next = next;
  }

  List<MstEntry> entries() {
    return entries;
  }

  @Override
  public void node(Cid cid, byte[] block) {
    next.node(cid, block);
  }

  @Override
  public void entry(MstEntry entry) {
    entries.add(entry);
    next.entry(entry);
  }
}

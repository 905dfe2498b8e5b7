package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is asked of one record. Records are JSON trees in the protocol's form, checked before. */
public sealed interface RecordWrite {
  /** The record's collection. */
  Nsid collection();

  /** The record's key. */
  RecordKey rkey();

  /** Creates a record that must not exist. */
  record Create(Nsid collection, RecordKey rkey, ObjectNode record) implements RecordWrite {}

  /** Replaces a record that must exist. */
  record Update(Nsid collection, RecordKey rkey, ObjectNode record) implements RecordWrite {}

  /** Creates or replaces a record; the same record again changes nothing. */
  record Put(Nsid collection, RecordKey rkey, ObjectNode record, SwapRecord swap)
      implements RecordWrite {}

  /** Deletes a record; an absent one changes nothing. */
  record Delete(Nsid collection, RecordKey rkey, SwapRecord swap) implements RecordWrite {}
}

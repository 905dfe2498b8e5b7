package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What an operation says, without its signature. */
public sealed interface PlcAction permits PlcOperation, PlcTombstone, LegacyPlcCreate {
  /** The operation it follows; null for the first of an identity. */
  @Nullable Cid prev();

  /** The JSON form whose DAG-CBOR is signed: all fields but {@code sig}. */
  ObjectNode toUnsignedJson();
}

package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Ends an identity. A stronger key may take it back within the recovery window. */
public record PlcTombstone(Cid prev) implements PlcAction {
  static final String TYPE = "plc_tombstone";

  @Override
  public ObjectNode toUnsignedJson() {
    return JsonNodeFactory.instance.objectNode().put("type", TYPE).put("prev", prev.toString());
  }
}

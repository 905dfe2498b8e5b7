package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.functions.posting.RecordCheck.Checked;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON that several methods answer. Stateless. */
final class Answers {
  private Answers() {}

  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A record that was written. */
  static ObjectNode written(AtUri uri, Cid cid, Checked checked) {
    ObjectNode json = empty().put("uri", uri.toString()).put("cid", cid.toString());
    checked.status().ifPresent(status -> json.put("validationStatus", status));
    return json;
  }
}

package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How invite codes are shown. Stateless. */
final class InviteCodeJson {
  private InviteCodeJson() {}

  static ArrayNode of(List<InviteCode> codes) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    codes.forEach(code -> list.add(of(code)));
    return list;
  }

  private static ObjectNode of(InviteCode code) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("code", code.code())
            .put("available", code.available())
            .put("disabled", code.disabled())
            .put("forAccount", code.forAccount())
            .put("createdBy", code.createdBy())
            .put("createdAt", Times.millis(code.createdAt()));
    ArrayNode uses = json.putArray("uses");
    for (InviteCode.Use use : code.uses()) {
      uses.addObject()
          .put("usedBy", use.usedBy().value())
          .put("usedAt", Times.millis(use.usedAt()));
    }
    return json;
  }
}

package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an operator decides about: an account. Records and blobs are refused by name. */
final class Subject {
  private static final String ACCOUNT = "com.atproto.admin.defs#repoRef";

  private Subject() {}

  /** The account that an input names. */
  static Did account(JsonNode subject) {
    if (!subject.path("$type").asText().equals(ACCOUNT)) {
      throw unsupported().asException();
    }
    return Did.parse(subject.path("did").textValue());
  }

  static Refusal unsupported() {
    return Refusal.invalid("Only accounts can be taken down: the subject must be a repoRef");
  }

  /** The same for an answer. */
  static ObjectNode json(Did did) {
    return JsonNodeFactory.instance.objectNode().put("$type", ACCOUNT).put("did", did.value());
  }
}

package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an operator decides about. Records are refused by name. */
sealed interface Subject {
  /** The name of its kind in the protocol. */
  String TYPE_OF_ACCOUNTS = "com.atproto.admin.defs#repoRef";

  /** The same of blobs. */
  String TYPE_OF_BLOBS = "com.atproto.admin.defs#repoBlobRef";

  /** An account. */
  record OfAccount(Did did) implements Subject {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("$type", TYPE_OF_ACCOUNTS)
          .put("did", did.value());
    }
  }

  /** A blob of an account. */
  record OfBlob(Did did, Cid cid) implements Subject {
    @Override
    public ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("$type", TYPE_OF_BLOBS)
          .put("did", did.value())
          .put("cid", cid.toString());
    }
  }

  /** For an answer. */
  ObjectNode json();

  /** What an input names. */
  static Subject of(JsonNode subject) {
    return switch (subject.path("$type").asText()) {
      case TYPE_OF_ACCOUNTS -> new OfAccount(did(subject));
      case TYPE_OF_BLOBS -> new OfBlob(did(subject), cid(subject.path("cid").asText()));
      default -> throw unsupported().asException();
    };
  }

  private static Did did(JsonNode subject) {
    return Did.parse(subject.path("did").asText());
  }

  /** A CID of another kind is valid, but no blob of ours has it. */
  static Cid cid(String text) {
    try {
      return Cid.parse(text);
    } catch (InvalidSyntaxException e) {
      throw notFound().asException();
    }
  }

  static Refusal notFound() {
    return Refusal.of("NotFound", "Subject not found");
  }

  static Refusal unsupported() {
    return Refusal.invalid(
        "Only accounts and blobs can be taken down: the subject must be a repoRef or repoBlobRef");
  }
}

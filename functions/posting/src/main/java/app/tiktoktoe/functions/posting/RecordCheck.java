package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Checks records before they are written. Thread-safe. */
record RecordCheck(Lexicons lexicons) {
  private static final String TYPE = "$type";
  private static final Nsid POST = Nsid.parse("app.bsky.feed.post");

  /** How a record is held against its collection's lexicon. */
  enum Level {
    /** It must fit, and there must be a lexicon: {@code validate} is true. */
    REQUIRED,
    /** It must fit where there is a lexicon: {@code validate} is absent. */
    IF_KNOWN,
    /** It is not: {@code validate} is false. */
    NONE;

    static Level of(JsonNode input) {
      JsonNode validate = input.path("validate");
      if (!validate.isBoolean()) {
        return IF_KNOWN;
      }
      return validate.booleanValue() ? REQUIRED : NONE;
    }
  }

  /**
   * A record that may be written.
   *
   * @param status {@code valid} or {@code unknown}; empty when it was not held against a lexicon
   */
  record Checked(ObjectNode record, Optional<String> status) {}

  /**
   * Fills in {@code $type} and checks.
   *
   * @throws Refusal.Exception naming the first fault
   */
  Checked check(Level level, Nsid collection, RecordKey rkey, JsonNode input) {
    if (!(input instanceof ObjectNode object)) {
      throw Refusal.invalid("A record must be an object").asException();
    }
    ObjectNode record = typed(collection, object);
    requireData(record);
    if (level == Level.NONE) {
      return new Checked(record, Optional.empty());
    }
    if (level == Level.IF_KNOWN && !lexicons.knowsRecord(collection)) {
      return new Checked(record, Optional.of("unknown"));
    }
    lexicons
        .checkRecord(collection, record)
        .or(() -> lexicons.checkRecordKey(collection, rkey))
        .ifPresent(violation -> refuse(collection, violation.message()));
    if (collection.equals(POST)) {
      VideoCaptions.repeatedLanguage(record)
          .ifPresent(language -> refuse(collection, "captions in " + language + " twice"));
    }
    return new Checked(record, Optional.of("valid"));
  }

  private static void refuse(Nsid collection, String fault) {
    throw Refusal.invalid("Invalid " + collection + " record: " + fault).asException();
  }

  private static ObjectNode typed(Nsid collection, ObjectNode record) {
    JsonNode type = record.path(TYPE);
    if (type.isMissingNode()) {
      return record.deepCopy().put(TYPE, collection.toString());
    }
    if (!collection.toString().equals(type.textValue())) {
      throw Refusal.invalid(
              "Invalid $type: expected %s, got %s".formatted(collection, type.asText()))
          .asException();
    }
    return record;
  }

  private static void requireData(ObjectNode record) {
    try {
      DataModel.check(record);
      if (DagCbor.encode(record).length > DagCbor.MAX_RECORD_BYTES) {
        throw Refusal.invalid("A record has at most " + DagCbor.MAX_RECORD_BYTES + " bytes")
            .asException();
      }
    } catch (InvalidDataException e) {
      throw Refusal.invalid("Invalid record: " + e.getMessage()).asException();
    }
  }
}

package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks data against the lexicons of a source. A document is read and compiled when it is first
 * needed and then kept; that a document is missing is not remembered, because anybody can name one
 * that does not exist. Thread-safe.
 *
 * <p>A document that is itself wrong, or that refers to one that is missing, is an {@link
 * InvalidLexiconException} when it is used.
 *
 * @see <a href="https://atproto.com/specs/lexicon">the specification</a>
 */
public final class Lexicons {
  private static final ValuePath RECORD = ValuePath.root("Record");
  private static final ValuePath RECORD_KEY = ValuePath.root("Record key");

  private final LexiconSource source;
  private final Map<Nsid, Map<String, Definition>> documents = new ConcurrentHashMap<>();

  public Lexicons(LexiconSource source) {
    this.source = source;
  }

  /** Whether there is a lexicon for the records of a collection. */
  public boolean knowsRecord(Nsid collection) {
    return main(collection) instanceof Definition.RecordType;
  }

  /**
   * Checks a record that carries its {@code $type}. A collection without a lexicon is a violation;
   * ask {@link #knowsRecord} first where it need not be. The rules for all records are those of
   * {@link app.tiktoktoe.atproto.cbor.DataModel}.
   */
  public Optional<LexiconViolation> checkRecord(Nsid collection, JsonNode record) {
    if (!(main(collection) instanceof Definition.RecordType definition)) {
      return Optional.of(new LexiconViolation("Record", "Lexicon not found: lex:" + collection));
    }
    if (record.isObject() && !collection.value().equals(record.path("$type").textValue())) {
      return Optional.of(LexiconViolation.at(RECORD.child("$type"), "must be " + collection));
    }
    return Optional.ofNullable(definition.schema().check(record, RECORD));
  }

  /** Checks a key against what the lexicon allows; any key will do where there is no lexicon. */
  public Optional<LexiconViolation> checkRecordKey(Nsid collection, RecordKey rkey) {
    if (!(main(collection) instanceof Definition.RecordType definition)) {
      return Optional.empty();
    }
    return Optional.ofNullable(definition.key().complaint(rkey))
        .map(complaint -> LexiconViolation.at(RECORD_KEY, complaint));
  }

  /** The contract of a method; empty when there is no lexicon or it is not one of a method. */
  public Optional<XrpcLexicon> method(Nsid nsid) {
    return main(nsid) instanceof Definition.Method method
        ? Optional.of(method.lexicon())
        : Optional.empty();
  }

  /**
   * Reads a document and follows all its references, for tests of lexicons.
   *
   * @throws InvalidLexiconException when it is missing, wrong or refers to nothing
   */
  public void verify(Nsid nsid) {
    Map<String, Definition> definitions = document(nsid);
    if (definitions.isEmpty()) {
      throw new InvalidLexiconException("No lexicon " + nsid);
    }
    definitions.values().forEach(References::resolve);
  }

  /**
   * The schema of a type of data, for references.
   *
   * @throws InvalidLexiconException when there is none
   */
  Schema schema(DefinitionName name) {
    return switch (document(name.lexicon()).get(name.definition())) {
      case Definition.Data data -> data.schema();
      case Definition.RecordType record -> record.schema();
      case null, default -> throw new InvalidLexiconException("No type of data: " + name);
    };
  }

  /** The definitions of a document by name; empty when there is no such document. */
  Map<String, Definition> document(Nsid nsid) {
    Map<String, Definition> known = documents.get(nsid);
    if (known != null) {
      return known;
    }
    JsonNode json = source.find(nsid);
    if (json == null) {
      return Map.of();
    }
    Map<String, Definition> read = new LexiconParser(nsid, this).parse(json);
    Map<String, Definition> earlier = documents.putIfAbsent(nsid, read);
    return earlier == null ? read : earlier;
  }

  private @Nullable Definition main(Nsid nsid) {
    return document(nsid).get(DefinitionName.MAIN);
  }
}

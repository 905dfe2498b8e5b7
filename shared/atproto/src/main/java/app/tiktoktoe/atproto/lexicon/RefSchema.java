package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A reference, resolved when it is first used because lexicons refer to each other in circles. */
final class RefSchema implements Schema {
  private final DefinitionName target;
  private final Lexicons lexicons;
  private volatile @Nullable Schema resolved;

  RefSchema(DefinitionName target, Lexicons lexicons) {
    this.target = target;
    this.lexicons = lexicons;
  }

  DefinitionName target() {
    return target;
  }

  @Override
  public @Nullable LexiconViolation check(JsonNode value, ValuePath path) {
    return resolve().check(value, path);
  }

  /**
   * @throws InvalidLexiconException when there is no such definition of data
   */
  Schema resolve() {
    Schema schema = resolved;
    if (schema == null) {
      schema = lexicons.schema(target);
      resolved = schema;
    }
    return schema;
  }
}

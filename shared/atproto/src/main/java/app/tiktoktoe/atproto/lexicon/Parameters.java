package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a query string turned out to be. */
public sealed interface Parameters {
  /**
   * Parameters that keep to their lexicon.
   *
   * @param values only the declared ones, typed, with defaults in place of absent ones; the
   *     caller's own copy
   */
  record Valid(ObjectNode values) implements Parameters {}

  /** Parameters that do not: an {@code InvalidRequest}. */
  record Invalid(LexiconViolation violation) implements Parameters {}
}

package app.tiktoktoe.emulators.openapi;

import app.tiktoktoe.atproto.lexicon.LexiconSource;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions of lexicons that a document refers to, gathered as its components. A component is
 * named {@code app.bsky.feed.defs.postView}, a lexicon's main definition like the lexicon. For one
 * thread.
 */
final class Definitions {
  private static final String MAIN = "main";

  private final LexiconSource source;
  private final Set<String> seen = new HashSet<>();
  private final Queue<Name> waiting = new ArrayDeque<>();

  Definitions(LexiconSource source) {
    this.source = source;
  }

  /** One definition of a lexicon. */
  record Name(Nsid lexicon, String definition) {
    /**
     * Reads a reference as lexicons have it: {@code app.bsky.feed.defs#postView}, {@code #view},
     * {@code app.bsky.richtext.facet}.
     *
     * @param within the lexicon that refers
     */
    static Name parse(String reference, Nsid within) {
      int hash = reference.indexOf('#');
      String lexicon = hash < 0 ? reference : reference.substring(0, hash);
      return new Name(
          lexicon.isEmpty() ? within : Nsid.parse(lexicon),
          hash < 0 ? MAIN : reference.substring(hash + 1));
    }

    /** What data of this type has as its {@code $type}. */
    String type() {
      return definition.equals(MAIN) ? lexicon.value() : lexicon + "#" + definition;
    }

    String component() {
      return type().replace('#', '.');
    }
  }

  /** The lexicon's main definition; missing when there is none. */
  JsonNode main(Nsid lexicon) {
    return definition(new Name(lexicon, MAIN));
  }

  private JsonNode definition(Name name) {
    JsonNode document = source.find(name.lexicon());
    return document == null
        ? JsonNodeFactory.instance.missingNode()
        : document.path("defs").path(name.definition());
  }

  /** A reference to a definition, which becomes a component. */
  ObjectNode refer(Name name) {
    if (seen.add(name.component())) {
      waiting.add(name);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("$ref", "#/components/schemas/" + name.component());
  }

  /**
   * Everything that was referred to, and what that refers to, by name.
   *
   * @throws IllegalArgumentException when a reference leads nowhere
   */
  Map<String, ObjectNode> gather() {
    Map<String, ObjectNode> gathered = new TreeMap<>();
    for (Name name = waiting.poll(); name != null; name = waiting.poll()) {
      JsonNode definition = definition(name);
      if (definition.isMissingNode()) {
        throw new IllegalArgumentException("No definition " + name.type());
      }
      gathered.put(name.component(), new JsonSchemas(name.lexicon(), this).schema(definition));
    }
    return gathered;
  }
}

package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalogue of the official vectors, {@code example.lexicon.*}. */
final class ExampleLexicons implements LexiconSource {
  private static final Set<String> NAMES =
      Set.of("permission-set", "procedure", "query", "record", "subscription");

  @Override
  public @Nullable JsonNode find(Nsid nsid) {
    return nsid.value().startsWith("example.lexicon.") && NAMES.contains(nsid.name())
        ? Vectors.json("official/lexicon/catalog/" + nsid.name() + ".json")
        : null;
  }
}

package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Where lexicon documents come from. Implementations are thread-safe. */
@FunctionalInterface
public interface LexiconSource {
  /** The document with that id, or null when there is none. It is not changed afterwards. */
  @Nullable JsonNode find(Nsid nsid);
}

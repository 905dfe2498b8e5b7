package app.tiktoktoe.lexicons;

import app.tiktoktoe.atproto.lexicon.InvalidLexiconException;
import app.tiktoktoe.atproto.lexicon.LexiconSource;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code app.bsky.feed.post} at {@code lexicons/app/bsky/feed/post.json} of this module's
 * resources, without a list and without a scan. Reads the file each time: {@link
 * app.tiktoktoe.atproto.lexicon.Lexicons} keeps what it has read. Thread-safe.
 */
public final class ClasspathLexicons implements LexiconSource {
  private static final String ROOT = "/lexicons/";

  private final ObjectMapper json = new ObjectMapper();

  /**
   * Reads one document.
   *
   * @throws InvalidLexiconException when the file is not JSON
   */
  @Override
  public @Nullable JsonNode find(Nsid nsid) {
    String path = ROOT + nsid.value().replace('.', '/') + ".json";
    try (InputStream in = ClasspathLexicons.class.getResourceAsStream(path)) {
      return in == null ? null : read(nsid, in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the lexicon " + nsid, e);
    }
  }

  private JsonNode read(Nsid nsid, InputStream in) throws IOException {
    try {
      return json.readTree(in);
    } catch (JsonProcessingException e) {
      throw new InvalidLexiconException(nsid + " is not JSON", e);
    }
  }
}

package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import java.util.Map;
import java.util.Optional;

/**
 * Makes captions playable before the post that has them is shown. Implementations are thread-safe.
 */
@FunctionalInterface
public interface CaptionSets {
  /**
   * Serves them; doing it again changes nothing.
   *
   * @param captions the blob of each language, in the post's order
   * @return what {@link app.tiktoktoe.views.json.MediaUrls#playlist} names them by; empty when the
   *     video plays without
   */
  Optional<String> serve(Did author, Cid video, Map<LanguageTag, Cid> captions);
}
